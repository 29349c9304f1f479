import type { OrderReason, OrderState, OrderStock } from "../../gql/orders/graphql";

interface Standing {
  state: OrderState;
  stock: OrderStock;
  reason?: OrderReason | null;
}

/** What each state is called, and its colour. */
export const STATES: Record<OrderState, { name: string; color: string }> = {
  OPEN: { name: "Basket", color: "gray" },
  PENDING: { name: "Pending", color: "honey" },
  COMPLETED: { name: "Completed", color: "pine" },
  REFUNDED: { name: "Refunded", color: "berry" },
  CANCELLED: { name: "Cancelled", color: "gray" },
};

const REASONS: Record<OrderReason, string> = {
  OUT_OF_STOCK: "There is not enough left of what you ordered. You get all of your money back.",
  PRODUCT_GONE: "Something that you ordered is no longer sold. You get all of your money back.",
};

const PENDING: Record<OrderStock, string> = {
  WAITING: "We are finding out whether everything is in stock.",
  RESERVED: "Everything is set aside for you. It takes a few seconds more.",
  REFUSED: "Something cannot be had. You are about to get your money back.",
};

/** Where an order stands, in words for the customer. */
export function describeOrder({ state, stock, reason }: Standing): string {
  switch (state) {
    case "PENDING":
      return PENDING[stock];
    case "COMPLETED":
      return "The order is complete. Thank you!";
    case "REFUNDED":
      return reason ? REASONS[reason] : "You get all of your money back.";
    case "CANCELLED":
      return "You have cancelled this order. There is nothing to pay.";
    default:
      return "Nothing is ordered yet.";
  }
}

/** What happened in a step of an order. */
export function describeStep({ state, stock }: Standing): string {
  if (state !== "PENDING") return STATES[state].name;
  return { WAITING: "Ordered", RESERVED: "Set aside", REFUSED: "Not to be had" }[stock];
}

/** Whether an order stays as it is: it is settled, or there is none. */
export function isFinal(order: { state: OrderState } | null | undefined): boolean {
  return order?.state !== "PENDING";
}
