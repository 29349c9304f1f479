import { describe, expect, it } from "vitest";
import { countOf, countShown, formatAgo, formatCategory, formatPrice } from "./format";

describe("a price", () => {
  it.each([
    ["4.50", "€4.50"],
    ["0.00", "€0.00"],
    ["9999999999.99", "€9,999,999,999.99"],
  ])("%s is shown as %s", (amount, expected) => {
    expect(formatPrice(amount)).toBe(expected);
  });
});

describe("a relative time", () => {
  const now = Date.parse("2026-05-10T12:00:00Z");
  it.each([
    ["2026-05-10T11:59:55Z", "just now"],
    ["2026-05-10T12:00:05Z", "just now"],
    ["2026-05-10T11:59:20Z", "40 seconds ago"],
    ["2026-05-10T11:57:00Z", "3 minutes ago"],
    ["2026-05-10T09:00:00Z", "3 hours ago"],
    ["2026-05-09T11:00:00Z", "yesterday"],
    ["2026-02-10T12:00:00Z", "3 months ago"],
    ["2023-05-10T12:00:00Z", "3 years ago"],
  ])("%s was %s", (iso, expected) => {
    expect(formatAgo(iso, now)).toBe(expected);
  });
});

it("formats the slug of a category", () => {
  expect(formatCategory("ice-cream")).toBe("Ice cream");
});

it("uses singular and plural", () => {
  expect([countOf(1, "like"), countOf(0, "like"), countOf(1200, "like")]).toEqual([
    "1 like",
    "0 likes",
    "1,200 likes",
  ]);
});

it.each([
  [24, 62, "Showing 24 of 62 products"],
  [24, 1234, "Showing 24 of 1,234 products"],
  [62, 62, "62 products"],
  [25, 24, "25 products"],
  [1, 1, "1 product"],
  [0, 0, "0 products"],
])("a list shows %i of %i items", (shown, total, expected) => {
  expect(countShown(shown, total, "product")).toBe(expected);
});
