import { describeStock, stockId } from "./stock";
import classes from "./StockNote.module.css";

interface StockNoteProps {
  product: { id: string; availableStock?: number | null };
  /** Whether screen readers announce changes. For pages with a single product. */
  announced?: boolean;
}

/** "Sold out" or "Only 3 left". Hidden if enough units are available. */
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
