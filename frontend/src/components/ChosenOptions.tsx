import { type Chosen, describeChosen } from "./chosen";
import classes from "./ChosenOptions.module.css";

/** What was chosen for a line; nothing for a product that is as it is. */
export function ChosenOptions({ chosen }: { chosen: readonly Chosen[] }) {
  if (chosen.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Selected options">
      {describeChosen(chosen).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
