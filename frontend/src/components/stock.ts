/** The shop shows the number of available units only below this value. */
const LOW_STOCK = 6;

/** The number of units that can be ordered; null if `main_service` does not know it yet. */
export type AvailableStock = number | null | undefined;

/** A text about the stock of a product; null if enough units are available. */
export function describeStock(available: AvailableStock): string | null {
  if (typeof available !== "number") return "Checking availability";
  if (available <= 0) return "Sold out";
  return available < LOW_STOCK ? `Only ${available} left` : null;
}

/** The id of the stock note if it explains why the product cannot be ordered; otherwise null. */
export function stockBlockerId(product: {
  id: string;
  availableStock?: AvailableStock;
}): string | null {
  return product.availableStock ? null : stockId(product.id);
}

export function stockId(productId: string): string {
  return `stock-${productId}`;
}
