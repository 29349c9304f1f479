import { describe, expect, it } from "vitest";
import { isStuck, readShopOrderList, toShopOrderFilter, writeShopOrderList } from "./shopOrderList";

const NOW = Date.parse("2026-03-01T12:02:00Z");
const waiting = { state: "PENDING", stock: "WAITING", placedAt: "2026-03-01T12:00:00Z" };

describe("the list of all orders", () => {
  it.each([
    ["", {}],
    ["show=stuck", { stuck: true }],
    ["show=refunded", { state: "REFUNDED" }],
    ["show=toString", {}],
  ])("is filtered by the URL: %j", (text, filter) => {
    expect(toShopOrderFilter(readShopOrderList(new URLSearchParams(text)))).toEqual(filter);
  });

  it("drops the page when the filter changes", () => {
    const address = new URLSearchParams("show=stuck&after=abc");
    expect(String(writeShopOrderList(address, { show: "pending" }))).toBe("show=pending");
    expect(String(writeShopOrderList(address, { show: "all" }))).toBe("");
  });
});

describe("a delayed order", () => {
  it("has waited for an answer for more than a minute", () => {
    expect(isStuck(waiting, NOW)).toBe(true);
    expect(isStuck({ ...waiting, placedAt: "2026-03-01T12:01:00Z" }, NOW)).toBe(false);
  });

  it.each([{ stock: "RESERVED" }, { state: "COMPLETED" }, { placedAt: null }])(
    "excludes orders with %j",
    (part) => {
      expect(isStuck({ ...waiting, ...part }, NOW)).toBe(false);
    },
  );
});
