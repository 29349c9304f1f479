import { expect, it } from "vitest";
import { describeOrderForStaff } from "./staffOrderStates";

it.each([
  ["PENDING", "WAITING", null, /being checked/],
  ["PENDING", "RESERVED", null, /reserved/],
  ["PENDING", "REFUSED", null, /about to be refunded/],
  ["COMPLETED", "RESERVED", null, /complete/],
  ["REFUNDED", "REFUSED", "OUT_OF_STOCK", /not enough stock/],
  ["REFUNDED", "REFUSED", "PRODUCT_GONE", /no longer available/],
  ["REFUNDED", "REFUSED", null, /full refund/],
  ["CANCELLED", "RESERVED", null, /The customer cancelled/],
] as const)("describes a customer's order for staff: %s, %s, %s", (state, stock, reason, text) => {
  const words = describeOrderForStaff({ state, stock, reason });
  expect(words).toMatch(text);
  expect(words).not.toMatch(/\byour?\b/i);
});
