import { describe, expect, it } from "vitest";
import { toRefusal } from "./saveOutcome";

describe("an error of the service", () => {
  it("stands at the field that it is about", () => {
    const fields = [{ field: "title", messages: ["Too long.", "Not nice."] }];
    expect(toRefusal({ __typename: "InvalidInput", message: "Not valid.", fields })).toEqual({
      kind: "refused",
      errors: { title: "Too long. Not nice." },
      message: null,
    });
  });

  it("stands above the buttons when it is about no field of the form", () => {
    const fields = [{ field: "idempotencyKey", messages: ["Too long."] }];
    expect(toRefusal({ __typename: "InvalidInput", message: "Not valid.", fields })).toEqual({
      kind: "refused",
      errors: {},
      message: "Not valid.",
    });
  });

  it("stands at the SKU when that is taken", () => {
    expect(toRefusal({ __typename: "SkuTaken", message: "BEER-1 is taken." })).toMatchObject({
      errors: { sku: "BEER-1 is taken." },
      message: null,
    });
  });

  it("is the form's message when the product has gone", () => {
    expect(toRefusal({ __typename: "ProductNotFound", message: "It is gone." })).toMatchObject({
      errors: {},
      message: "It is gone.",
    });
  });
});
