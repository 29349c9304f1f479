import { expect, it } from "vitest";
import { describeLines, countItems } from "./basketCount";

it("counts every item of every line", () => {
  expect(countItems([{ quantity: 2 }, { quantity: 3 }])).toBe(5);
  expect(countItems([])).toBe(0);
});

it.each([
  [[{ quantity: 1 }], "1 product, 1 item"],
  [[{ quantity: 2 }, { quantity: 1500 }], "2 products, 1,502 items"],
])("describes the number of products and items: %j", (lines, text) => {
  expect(describeLines(lines)).toBe(text);
});
