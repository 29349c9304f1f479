import type { OrderReason, OrderState, OrderStock } from "../../gql/orders/graphql";

const REASONS: Record<OrderReason, string> = {
  OUT_OF_STOCK: "There was not enough stock. The customer gets all of the money back.",
  PRODUCT_GONE: "A product is no longer sold. The customer gets all of the money back.",
};

const PENDING: Record<OrderStock, string> = {
  WAITING: "The stock for this order is being checked. Only the customer can cancel it.",
  RESERVED: "The stock is reserved. Only the customer can cancel the order.",
  REFUSED: "The stock is refused. The order is about to be refunded.",
};

const STATES: Record<Exclude<OrderState, "PENDING">, string> = {
  OPEN: "Nothing is ordered yet.",
  COMPLETED: "The order is complete.",
  REFUNDED: "The customer gets all of the money back.",
  CANCELLED: "The customer cancelled the order. There is nothing to pay.",
};

interface Standing {
  state: OrderState;
  stock: OrderStock;
  reason?: OrderReason | null;
}

/** Where an order stands, in words for the staff. */
export function describeOrderForStaff({ state, stock, reason }: Standing): string {
  if (state === "PENDING") return PENDING[stock];
  if (state === "REFUNDED" && reason) return REASONS[reason];
  return STATES[state];
}
