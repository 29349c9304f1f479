import { useId, useRef } from "react";
import { pictureAddress } from "../../components/ProductPicture";
import { type FragmentType, graphql, readFragment } from "../../gql/configurator";
import { formatDifference } from "./formatDifference";
import classes from "./OptionCard.module.css";

const optionFragment = graphql(`
  fragment OptionCard_option on ConfigurationOption {
    id
    name
    picture
    text
    priceDifference
    state
    blocks {
      message
      remedy
    }
    without {
      id
      name
    }
    next: then
  }
`);

interface OptionCardProps {
  option: FragmentType<typeof optionFragment>;
  control: "radio" | "checkbox";
  /** The `name` attribute that all controls of the group share. */
  name: string;
  checked: boolean;
  onToggle: (force: boolean) => void;
}

/** The picture of the option alone: `#alone` selects this part of the SVG. */
function Thumbnail({ picture }: { picture: string | null | undefined }) {
  const address = pictureAddress(picture ?? "");
  if (address === null) return <span className={classes.blank} />;
  return <img className={classes.picture} src={`${address}#alone`} alt="" width={72} height={72} />;
}

/** An option. A blocked option stays focusable, shows the reason, and has a button that replaces the conflicting options. */
export function OptionCard({ option: masked, control, name, checked, onToggle }: OptionCardProps) {
  const option = readFragment(optionFragment, masked);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const isBlocked = option.state === "BLOCKED" && !checked;
  const reasons = [...new Set(option.blocks.map(({ message }) => message))];
  const remedies = [...new Set(option.blocks.flatMap(({ remedy }) => remedy ?? []))];
  const about = isBlocked ? [...reasons, ...remedies].join(" ") : option.text;
  const difference = formatDifference(option.priceDifference);
  const removed = option.without?.map((other) => other.name).join(", ");
  const switchLabel = `Switch to ${option.name}${removed ? ` and remove ${removed}` : ""}`;

  const switchToOption = () => {
    // The button is removed after the change.
    input.current?.focus();
    onToggle(true);
  };
  return (
    <div className={classes.card} data-blocked={isBlocked || undefined}>
      <label className={classes.choice}>
        <input
          ref={input}
          type={control}
          name={name}
          checked={checked}
          aria-disabled={isBlocked || undefined}
          aria-describedby={about ? id : undefined}
          onChange={() => !isBlocked && onToggle(false)}
        />
        <Thumbnail picture={option.picture} />
        <span className={classes.name}>
          {option.name}
          {difference && <span className={classes.difference}> {difference}</span>}
        </span>
      </label>
      {about && (
        <p id={id} className={classes.about}>
          {about}
        </p>
      )}
      {isBlocked && option.next && (
        <button type="button" className={classes.switch} onClick={switchToOption}>
          {switchLabel}
        </button>
      )}
    </div>
  );
}
