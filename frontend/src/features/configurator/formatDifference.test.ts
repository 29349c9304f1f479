import { expect, it } from "vitest";
import { formatDifference } from "./formatDifference";

it.each([
  ["0.50", "+€0.50"],
  ["-1.20", "−€1.20"],
  ["0.00", ""],
  ["-0.00", ""],
])("formats a price difference: %s", (amount, text) => {
  expect(formatDifference(amount)).toBe(text);
});
