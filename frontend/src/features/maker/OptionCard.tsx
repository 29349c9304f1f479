import { useId, useRef } from "react";
import { pictureAddress } from "../../components/ProductPicture";
import { type FragmentType, graphql, readFragment } from "../../gql/maker";
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
  /** What the controls of the group share. */
  name: string;
  checked: boolean;
  onPick: (anyway: boolean) => void;
}

/** The part of the picture that shows the option alone, where it says which that is. */
function Thumbnail({ picture }: { picture: string | null | undefined }) {
  const address = pictureAddress(picture ?? "");
  if (address === null) return <span className={classes.blank} />;
  return <img className={classes.picture} src={`${address}#alone`} alt="" width={72} height={72} />;
}

/** An option. One that is blocked stays within reach of the keyboard, says why, and can be chosen anyway. */
export function OptionCard({ option: masked, control, name, checked, onPick }: OptionCardProps) {
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

  const chooseAnyway = () => {
    // The button goes once it is done.
    input.current?.focus();
    onPick(true);
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
          onChange={() => !isBlocked && onPick(false)}
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
        <button type="button" className={classes.anyway} onClick={chooseAnyway}>
          {switchLabel}
        </button>
      )}
    </div>
  );
}
