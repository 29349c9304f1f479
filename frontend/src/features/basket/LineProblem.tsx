import { Button } from "@mantine/core";
import classes from "./BasketLine.module.css";
import type { Refusal } from "./refusal";

interface LineProblemProps {
  id: string;
  problem: Refusal | null;
  /** The number of units of the same product in other lines. */
  unitsInOtherLines: number;
  /** Sets the quantity of the line. */
  onTake: (quantity: number) => void;
}

/** The problem of a line. If too few units are available, it has a button that sets the quantity to the available units. */
export function LineProblem({ id, problem, unitsInOtherLines, onTake }: LineProblemProps) {
  const available = problem?.available;
  const left = available === undefined ? 0 : available - unitsInOtherLines;
  return (
    <div className={classes.problem}>
      <p id={id} role="alert" className={classes.error}>
        {problem?.message}
        {available !== undefined &&
          unitsInOtherLines > 0 &&
          ` ${unitsInOtherLines} more in your basket.`}
      </p>
      {left > 0 && (
        <Button size="compact-sm" variant="light" onClick={() => onTake(left)}>
          Change to {left}
        </Button>
      )}
    </div>
  );
}
