import type { FieldErrors, ProductField } from "./productValues";

/** The result of saving a product. */
export type SaveOutcome =
  | { kind: "saved" }
  | { kind: "refused"; errors: FieldErrors; message: string | null }
  | { kind: "conflict"; version: number };

type Refusal =
  | { __typename: "InvalidInput"; message: string; fields: { field: string; messages: string[] }[] }
  | { __typename: "SkuTaken"; message: string }
  | { __typename: "IdempotencyConflict" | "ProductNotFound"; message: string };

const FIELDS: Record<ProductField, true> = {
  title: true,
  image: true,
  sku: true,
  price: true,
  category: true,
  stock: true,
};

function isField(name: string): name is ProductField {
  return Object.hasOwn(FIELDS, name);
}

/** Converts a typed error of the service into errors of fields. Other errors become the message of the form. */
export function toRefusal(error: Refusal): SaveOutcome {
  if (error.__typename === "SkuTaken") {
    return { kind: "refused", errors: { sku: error.message }, message: null };
  }
  if (error.__typename !== "InvalidInput") {
    return { kind: "refused", errors: {}, message: error.message };
  }
  const errors: FieldErrors = {};
  for (const { field, messages } of error.fields) {
    if (isField(field)) errors[field] = messages.join(" ");
  }
  const elsewhere = error.fields.some(({ field }) => !isField(field)) || error.fields.length === 0;
  return { kind: "refused", errors, message: elsewhere ? error.message : null };
}
