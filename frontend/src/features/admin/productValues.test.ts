import { describe, expect, it } from "vitest";
import {
  changedFields,
  filledFields,
  normalise,
  type ProductValues,
  validate,
} from "./productValues";

const GOOD: ProductValues = {
  title: "Oat Stout",
  image: "/pictures/beer/oat-stout.svg",
  sku: "BEER-1",
  price: "4.50",
  category: "beer",
  stock: "",
};

function errorsOf(part: Partial<ProductValues>, isNew = true): string[] {
  const errors = validate({ ...GOOD, ...part }, isNew);
  return Object.entries(errors).flatMap(([field, error]) => (error ? [field] : []));
}

describe("the rules for a product", () => {
  it("accept a valid product", () => {
    expect(errorsOf({})).toEqual([]);
  });

  it.each<[keyof ProductValues, string]>([
    ["title", "  "],
    ["title", "x".repeat(201)],
    ["image", ""],
    ["image", "x".repeat(201)],
    ["image", "javascript:alert(1)"],
    ["image", "ftp://elsewhere.example/a.png"],
    ["image", "data:text/html,x"],
    ["sku", "no spaces"],
    ["sku", "x".repeat(65)],
    ["price", "-1"],
    ["price", "1.234"],
    ["price", "12345678901"],
    ["price", "1e3"],
    ["price", "four"],
    ["category", "beer--dark"],
    ["category", "-beer"],
    ["category", "bière"],
    ["category", "x".repeat(51)],
    ["stock", "-1"],
    ["stock", "1.5"],
    ["stock", "1000000001"],
  ])("reject the %s %j", (field, text) => {
    expect(errorsOf({ [field]: text })).toEqual([field]);
  });

  it.each<[keyof ProductValues, string]>([
    ["title", "x".repeat(200)],
    ["title", "🍺".repeat(200)],
    ["price", "0"],
    ["price", "9999999999.99"],
    ["sku", "a.B_c-9"],
    ["category", "Ice Cream"],
    ["stock", "0"],
    ["stock", " 1000000000 "],
  ])("accept the %s %j", (field, text) => {
    expect(errorsOf({ [field]: text })).toEqual([]);
  });

  it("accept empty generated fields only for new products", () => {
    const empty = { sku: "", price: "", category: "" };
    expect(errorsOf(empty, true)).toEqual([]);
    expect(errorsOf(empty, false)).toEqual(["sku", "price", "category"]);
  });
});

it("normalises the price and the category", () => {
  const typed = { ...GOOD, price: " 4,5 ", category: " Ice  Cream ", title: " Oat " };
  expect(normalise(typed)).toMatchObject({ price: "4.5", category: "ice-cream", title: "Oat" });
});

it("sends null for empty fields", () => {
  expect(filledFields({ ...GOOD, sku: " ", price: "", category: "" })).toMatchObject({
    sku: null,
    price: null,
    category: null,
    stock: null,
  });
  expect(filledFields({ ...GOOD, stock: " 12 " })).toMatchObject({ stock: 12 });
});

it("sends only changed fields", () => {
  expect(changedFields(GOOD, { ...GOOD, title: "Oat Stout ", price: "5" })).toEqual({ price: "5" });
});
