import { Button, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { ProductPicture } from "../../components/ProductPicture";
import { CURRENCY } from "../../config";
import { type OptionDraft, toCode } from "./draft";
import type { PathErrors } from "./draftErrors";
import { MoveButtons } from "./MoveButtons";
import classes from "./OptionsEditor.module.css";
import { useFocusWhenAdded } from "./useFocusWhenAdded";

interface OptionFieldsProps {
  option: OptionDraft;
  path: string;
  errors: PathErrors;
  place: number;
  count: number;
  onChange: (part: Partial<OptionDraft>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** The fields of an option: name, price and availability, and more fields on demand. */
export function OptionFields(props: OptionFieldsProps) {
  const { option, path, errors, place, count, onChange, onMove, onRemove } = props;
  const [isOpen, setOpen] = useState(option.isNew);
  const rest = useId();
  const first = useFocusWhenAdded(option);
  const name = option.name.trim() || `option ${place + 1}`;
  const error = (field: string) => errors[`${path}.${field}`];
  const isWrong = ["picture", "text", "code"].some((field) => error(field) !== undefined);
  const isShown = isOpen || isWrong;
  return (
    <li className={classes.option} aria-label={name}>
      <div className={classes.main}>
        <div className={classes.thumbnail}>
          <ProductPicture
            image={option.picture.trim() && `${option.picture.trim()}#alone`}
            size={56}
          />
        </div>
        <TextInput
          label="Option name"
          className={classes.name}
          required
          ref={first}
          maxLength={100}
          autoComplete="off"
          value={option.name}
          error={error("name")}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Price difference"
          className={classes.price}
          inputMode="decimal"
          autoComplete="off"
          leftSection={<span className={classes.currency}>{CURRENCY}</span>}
          leftSectionWidth={48}
          value={option.priceDifference}
          error={error("priceDifference")}
          onChange={(event) => onChange({ priceDifference: event.currentTarget.value })}
        />
        <label className={classes.check}>
          <input
            type="checkbox"
            checked={option.available}
            onChange={(event) => onChange({ available: event.currentTarget.checked })}
          />
          Available
        </label>
        <div className={classes.buttons}>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isShown}
            aria-controls={rest}
            aria-label={`${isShown ? "Show less" : "Show more"} for ${name}`}
            onClick={() => setOpen(!isShown)}
          >
            {isShown ? "Show less" : "Show more"}
          </Button>
          <MoveButtons {...{ name, place, count, onMove, onRemove }} />
        </div>
      </div>
      <div id={rest} className={classes.rest} hidden={!isShown}>
        <TextInput
          label="Picture"
          description="A path on this site (optional)"
          placeholder="/static/cupcake/body-vanilla.svg"
          autoComplete="off"
          value={option.picture}
          error={error("picture")}
          onChange={(event) => onChange({ picture: event.currentTarget.value })}
        />
        <TextInput
          label="Code"
          description={
            option.isNew ? "Identifies the option in the API" : "Can't be changed after saving"
          }
          placeholder={toCode(option.name)}
          autoComplete="off"
          readOnly={!option.isNew}
          value={option.code}
          error={error("code")}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
        />
        <TextInput
          label="Description"
          className={classes.whole}
          description="Shown to customers (optional)"
          maxLength={300}
          autoComplete="off"
          value={option.text}
          error={error("text")}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
        />
      </div>
    </li>
  );
}
