import type { FieldErrors, ProductField } from "./productValues";

/** How saving a product ended. */
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

/** A typed error of the service, put at the fields it is about; what concerns no field is the form's message. */
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
