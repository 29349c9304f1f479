import { describe, expect, it } from "vitest";
import { type StockValues, toAdjustment, validateStock } from "./stockValues";

const values = (part: Partial<StockValues>): StockValues => ({
  kind: "change",
  units: "5",
  note: "",
  ...part,
});

describe("an adjustment of the stock", () => {
  it.each(["5", "+5", "-3", "−3", " 12 "])("accepts the change %j", (units) => {
    expect(validateStock(values({ units })).units).toBeNull();
  });

  it.each(["", "0", "1.5", "five", "1e10", "--3"])("rejects the change %j", (units) => {
    expect(validateStock(values({ units })).units).toMatch(/Enter a number to add/);
  });

  it.each(["0", "12", "1000000000"])("accepts %j units", (units) => {
    expect(validateStock(values({ kind: "quantity", units })).units).toBeNull();
  });

  it.each(["", "-1", "1.5", "1000000001"])("rejects %j units", (units) => {
    expect(validateStock(values({ kind: "quantity", units })).units).toMatch(/whole number/);
  });

  it("limits the note to 200 characters", () => {
    expect(validateStock(values({ note: "x".repeat(200) })).note).toBeNull();
    expect(validateStock(values({ note: "x".repeat(201) })).note).toBe(
      "Use at most 200 characters.",
    );
  });

  it("is sent either as a change or as a quantity", () => {
    expect(toAdjustment(values({ units: "−3", note: " Broken " }))).toEqual({
      change: -3,
      note: "Broken",
    });
    expect(toAdjustment(values({ kind: "quantity", units: "0" }))).toEqual({
      quantity: 0,
      note: null,
    });
  });
});
