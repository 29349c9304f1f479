import { describe, expect, it } from "vitest";
import { toRefusal } from "./saveOutcome";

describe("an error of the service", () => {
  it("is shown at its field", () => {
    const fields = [{ field: "title", messages: ["Too long.", "Not nice."] }];
    expect(toRefusal({ __typename: "InvalidInput", message: "Not valid.", fields })).toEqual({
      kind: "refused",
      errors: { title: "Too long. Not nice." },
      message: null,
    });
  });

  it("is the message of the form if it has no such field", () => {
    const fields = [{ field: "idempotencyKey", messages: ["Too long."] }];
    expect(toRefusal({ __typename: "InvalidInput", message: "Not valid.", fields })).toEqual({
      kind: "refused",
      errors: {},
      message: "Not valid.",
    });
  });

  it("is shown at the SKU field if the SKU is taken", () => {
    expect(toRefusal({ __typename: "SkuTaken", message: "BEER-1 is taken." })).toMatchObject({
      errors: { sku: "BEER-1 is taken." },
      message: null,
    });
  });

  it("is the message of the form if the product was deleted", () => {
    expect(toRefusal({ __typename: "ProductNotFound", message: "It is gone." })).toMatchObject({
      errors: {},
      message: "It is gone.",
    });
  });
});
