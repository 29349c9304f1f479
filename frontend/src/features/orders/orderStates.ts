import type { OrderReason, OrderState, OrderStock } from "../../gql/orders/graphql";

interface OrderStatus {
  state: OrderState;
  stock: OrderStock;
  reason?: OrderReason | null;
}

/** The name and colour of each state. */
export const STATES: Record<OrderState, { name: string; color: string }> = {
  OPEN: { name: "Basket", color: "gray" },
  PENDING: { name: "Pending", color: "honey" },
  COMPLETED: { name: "Completed", color: "pine" },
  REFUNDED: { name: "Refunded", color: "berry" },
  CANCELLED: { name: "Cancelled", color: "gray" },
};

const REASONS: Record<OrderReason, string> = {
  OUT_OF_STOCK: "Some items are out of stock. You'll receive a full refund.",
  PRODUCT_GONE: "Some items are no longer available. You'll receive a full refund.",
};

const PENDING: Record<OrderStock, string> = {
  WAITING: "We're checking that everything is in stock.",
  RESERVED: "Your items are reserved. We'll confirm in a few seconds.",
  REFUSED: "Some items are unavailable. We're preparing your refund.",
};

/** Describes the state of an order for the customer. */
export function describeOrder({ state, stock, reason }: OrderStatus): string {
  switch (state) {
    case "PENDING":
      return PENDING[stock];
    case "COMPLETED":
      return "Your order is complete. Thank you!";
    case "REFUNDED":
      return reason ? REASONS[reason] : "You'll receive a full refund.";
    case "CANCELLED":
      return "You cancelled this order. You won't be charged.";
    default:
      return "This order hasn't been placed yet.";
  }
}

/** Describes a step in the history of an order. */
export function describeStep({ state, stock }: OrderStatus): string {
  if (state !== "PENDING") return STATES[state].name;
  return { WAITING: "Placed", RESERVED: "Reserved", REFUSED: "Unavailable" }[stock];
}

/** Whether the state of an order cannot change any more. Also true if there is no order. */
export function isFinal(order: { state: OrderState } | null | undefined): boolean {
  return order?.state !== "PENDING";
}
