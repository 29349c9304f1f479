import { describeStock, stockId } from "./stock";
import classes from "./StockNote.module.css";

interface StockNoteProps {
  product: { id: string; availableStock?: number | null };
  /** Whether a screen reader says when it changes: where the product stands alone. */
  announced?: boolean;
}

/** "Sold out" or "Only 3 left"; hidden where there is plenty. */
export function StockNote({ product, announced }: StockNoteProps) {
  const text = describeStock(product.availableStock);
  return (
    <p
      id={stockId(product.id)}
      role={announced ? "status" : undefined}
      className={classes.note}
      data-sold-out={product.availableStock === 0 || undefined}
      hidden={text === null}
    >
      {text}
    </p>
  );
}
