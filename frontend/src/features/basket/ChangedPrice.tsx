import { Button } from "@mantine/core";
import type { Ref } from "react";
import { formatPrice } from "../../components/format";
import classes from "./BasketLine.module.css";

interface ChangedPriceProps {
  name: string;
  before: string;
  now: string;
  button: Ref<HTMLButtonElement>;
  onAccept: () => void;
}

/** Shows that the price of a line has changed, with a button that accepts the new price. */
export function ChangedPrice({ name, before, now, button, onAccept }: ChangedPriceProps) {
  const price = formatPrice(now);
  return (
    <div className={classes.problem}>
      <p role="status" className={classes.changed}>
        The price has changed from {formatPrice(before)} to {price}.
      </p>
      <Button
        ref={button}
        size="compact-sm"
        variant="light"
        aria-label={`Accept ${price} for ${name}`}
        onClick={onAccept}
      >
        Accept {price}
      </Button>
    </div>
  );
}
