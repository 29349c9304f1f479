import { formatPrice } from "./format";
import classes from "./Totals.module.css";

interface TotalsProps {
  sums: { subtotal: string; fee: string; total: string };
}

/** The amounts of an order, as calculated by the service. */
export function Totals({ sums }: TotalsProps) {
  return (
    <dl className={classes.totals}>
      <div>
        <dt>Subtotal</dt>
        <dd>{formatPrice(sums.subtotal)}</dd>
      </div>
      <div>
        <dt>Service fee</dt>
        <dd>{formatPrice(sums.fee)}</dd>
      </div>
      <div className={classes.total}>
        <dt>Total</dt>
        <dd>{formatPrice(sums.total)}</dd>
      </div>
    </dl>
  );
}
