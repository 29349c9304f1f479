/** From this many on the shop does not mention the number. */
const PLENTY = 6;

/** How many of a product can be ordered; null where main_service does not know. */
export type AvailableStock = number | null | undefined;

/** What the shop says about the stock of a product; null where there is plenty. */
export function describeStock(available: AvailableStock): string | null {
  if (typeof available !== "number") return "Checking availability";
  if (available <= 0) return "Sold out";
  return available < PLENTY ? `Only ${available} left` : null;
}

/** The id of the element that says so, where that keeps the product from being ordered; null where it does not. */
export function stockBlock(product: {
  id: string;
  availableStock?: AvailableStock;
}): string | null {
  return product.availableStock ? null : stockId(product.id);
}

export function stockId(productId: string): string {
  return `stock-${productId}`;
}
