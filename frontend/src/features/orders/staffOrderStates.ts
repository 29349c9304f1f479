import type { OrderReason, OrderState, OrderStock } from "../../gql/orders/graphql";

const REASONS: Record<OrderReason, string> = {
  OUT_OF_STOCK: "There was not enough stock. The customer receives a full refund.",
  PRODUCT_GONE: "A product is no longer available. The customer receives a full refund.",
};

const PENDING: Record<OrderStock, string> = {
  WAITING: "Stock is being checked. Only the customer can cancel this order.",
  RESERVED: "Stock is reserved. Only the customer can cancel this order.",
  REFUSED: "Stock is unavailable. The order is about to be refunded.",
};

const STATES: Record<Exclude<OrderState, "PENDING">, string> = {
  OPEN: "The order has not been placed yet.",
  COMPLETED: "The order is complete.",
  REFUNDED: "The customer receives a full refund.",
  CANCELLED: "The customer cancelled the order and is not charged.",
};

interface OrderStatus {
  state: OrderState;
  stock: OrderStock;
  reason?: OrderReason | null;
}

/** Describes the state of an order for staff. */
export function describeOrderForStaff({ state, stock, reason }: OrderStatus): string {
  if (state === "PENDING") return PENDING[stock];
  if (state === "REFUNDED" && reason) return REASONS[reason];
  return STATES[state];
}
