import { describe, expect, it } from "vitest";
import type { OrderState } from "../../gql/orders/graphql";
import { describeOrder, describeStep, isFinal } from "./orderStates";

describe("the description of an order", () => {
  it.each([
    ["WAITING", "We're checking that everything is in stock."],
    ["RESERVED", "Your items are reserved. We'll confirm in a few seconds."],
  ] as const)("explains a pending order: %s", (stock, text) => {
    expect(describeOrder({ state: "PENDING", stock })).toBe(text);
  });

  it.each([
    ["OUT_OF_STOCK", /out of stock.* full refund/],
    ["PRODUCT_GONE", /no longer available.* full refund/],
    [null, /full refund/],
  ] as const)("explains a refund: %s", (reason, text) => {
    expect(describeOrder({ state: "REFUNDED", stock: "REFUSED", reason })).toMatch(text);
  });

  it.each([
    ["PENDING", "WAITING", "Placed"],
    ["PENDING", "RESERVED", "Reserved"],
    ["COMPLETED", "RESERVED", "Completed"],
    ["CANCELLED", "WAITING", "Cancelled"],
  ] as const)("names the steps: %s, %s", (state, stock, text) => {
    expect(describeStep({ state, stock })).toBe(text);
  });
});

describe("an order", () => {
  it("is not final while it is pending", () => {
    expect(isFinal({ state: "PENDING" })).toBe(false);
  });

  it.each<OrderState>(["COMPLETED", "REFUNDED", "CANCELLED"])("is final when it is %s", (state) => {
    expect(isFinal({ state })).toBe(true);
  });

  it("is final if it does not exist", () => {
    expect(isFinal(null)).toBe(true);
  });
});
