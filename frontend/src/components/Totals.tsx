import { formatPrice } from "./format";
import classes from "./Totals.module.css";

interface TotalsProps {
  sums: { subtotal: string; fee: string; total: string };
}

/** What an order costs, as the service has added it up. */
export function Totals({ sums }: TotalsProps) {
  return (
    <dl className={classes.totals}>
      <dt>Subtotal</dt>
      <dd>{formatPrice(sums.subtotal)}</dd>
      <dt>Service fee</dt>
      <dd>{formatPrice(sums.fee)}</dd>
      <dt className={classes.total}>Total</dt>
      <dd className={classes.total}>{formatPrice(sums.total)}</dd>
    </dl>
  );
}
