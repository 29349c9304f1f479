import { type LineOption, describeLineOptions } from "./lineOptions";
import classes from "./ChosenOptions.module.css";

/** The selected options of a line. Renders nothing for a product without options. */
export function ChosenOptions({ chosen }: { chosen: readonly LineOption[] }) {
  if (chosen.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Selected options">
      {describeLineOptions(chosen).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
