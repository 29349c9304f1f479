import { expect, it } from "vitest";
import { describeStock, stockBlockerId } from "./stock";

it.each([
  [0, "Sold out"],
  [1, "Only 1 left"],
  [5, "Only 5 left"],
  [6, null],
  [73, null],
  [null, "Checking availability"],
  [undefined, "Checking availability"],
])("describes a stock of %s", (available, text) => {
  expect(describeStock(available)).toBe(text);
});

it("blocks products that are sold out or have an unknown stock", () => {
  expect(stockBlockerId({ id: "7", availableStock: 0 })).toBe("stock-7");
  expect(stockBlockerId({ id: "7", availableStock: null })).toBe("stock-7");
  expect(stockBlockerId({ id: "7", availableStock: 1 })).toBeNull();
});
