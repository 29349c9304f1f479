import { Button } from "@mantine/core";
import classes from "./BasketLine.module.css";
import type { Refusal } from "./refusal";

interface LineProblemProps {
  id: string;
  problem: Refusal | null;
  /** How many of the product are in other lines of the basket. */
  elsewhere: number;
  /** Takes that many instead. */
  onTake: (quantity: number) => void;
}

/** What is wrong with a line; where there is less in stock than wanted, also a button that takes what is left. */
export function LineProblem({ id, problem, elsewhere, onTake }: LineProblemProps) {
  const available = problem?.available;
  const left = available === undefined ? 0 : available - elsewhere;
  return (
    <div className={classes.problem}>
      <p id={id} role="alert" className={classes.error}>
        {problem?.message}
        {available !== undefined && elsewhere > 0 && ` ${elsewhere} more in your basket.`}
      </p>
      {left > 0 && (
        <Button size="compact-sm" variant="light" onClick={() => onTake(left)}>
          Change to {left}
        </Button>
      )}
    </div>
  );
}
