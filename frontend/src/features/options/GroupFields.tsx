import { Button, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { GroupDraft } from "./draft";
import {
  addOption,
  type Change,
  changeGroup,
  changeOption,
  moveGroup,
  moveOption,
  removeGroup,
  removeOption,
} from "./draftChanges";
import type { PathErrors } from "./draftErrors";
import { MoveButtons } from "./MoveButtons";
import { OptionFields } from "./OptionFields";
import classes from "./OptionsEditor.module.css";
import { useFocusWhenAdded } from "./useFocusWhenAdded";

interface GroupFieldsProps {
  group: GroupDraft;
  path: string;
  errors: PathErrors;
  place: number;
  count: number;
  onChange: (change: Change) => void;
  /** Removes a part of the draft after confirmation. */
  onRemove: (name: string, change: Change) => void;
}

/** The fields of a group and its options. */
export function GroupFields(props: GroupFieldsProps) {
  const { group, path, errors, place, count, onChange, onRemove } = props;
  const { key, options } = group;
  const field = useFocusWhenAdded(group);
  const name = group.name.trim() || `group ${place + 1}`;
  return (
    <section className={classes.sheet} aria-label={name}>
      <div className={classes.head}>
        <TextInput
          label="Group name"
          className={classes.name}
          required
          ref={field}
          maxLength={100}
          autoComplete="off"
          description={group.code && `Code: ${group.code}`}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={group.name}
          error={errors[`${path}.name`] ?? errors[`${path}.code`] ?? errors[`${path}.options`]}
          onChange={(event) => onChange(changeGroup(key, { name: event.currentTarget.value }))}
        />
        <TextInput
          label="Maximum"
          className={classes.most}
          inputMode="numeric"
          autoComplete="off"
          maxLength={2}
          value={group.maxChoices}
          error={errors[`${path}.maxChoices`]}
          onChange={(event) =>
            onChange(changeGroup(key, { maxChoices: event.currentTarget.value }))
          }
        />
        <label className={classes.check}>
          <input
            type="checkbox"
            checked={group.required}
            onChange={(event) =>
              onChange(changeGroup(key, { required: event.currentTarget.checked }))
            }
          />
          Required
        </label>
        <div className={classes.buttons}>
          <MoveButtons
            {...{ name, place, count }}
            onMove={(by) => onChange(moveGroup(key, by))}
            onRemove={() => onRemove(name, removeGroup(key))}
          />
        </div>
      </div>
      <ol className={classes.list} aria-label={`Options in ${name}`}>
        {options.map((option, number) => (
          <OptionFields
            key={option.key}
            option={option}
            path={`${path}.options.${number}`}
            errors={errors}
            place={number}
            count={options.length}
            onChange={(part) => onChange(changeOption(option.key, part))}
            onMove={(by) => onChange(moveOption(option.key, by))}
            onRemove={() =>
              onRemove(option.name.trim() || `option ${number + 1}`, removeOption(option.key))
            }
          />
        ))}
      </ol>
      <Button
        variant="light"
        size="compact-md"
        leftSection={<IconPlus size={16} aria-hidden />}
        aria-label={`Add option to ${name}`}
        onClick={() => onChange(addOption(key))}
      >
        Add option
      </Button>
    </section>
  );
}
