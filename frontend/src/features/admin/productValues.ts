import { pictureAddress } from "../../components/ProductPicture";
import { isUnits, UNITS_RULE } from "./stockValues";

/** A product as the form holds it: text as typed. */
export interface ProductValues {
  title: string;
  image: string;
  sku: string;
  price: string;
  category: string;
  /** Only of a new product: later the stock is adjusted. */
  stock: string;
}

export type ProductField = keyof ProductValues;
/** What can be changed of a product that there is. */
export type ProductChanges = Partial<Omit<ProductValues, "stock">>;
export type FieldErrors = Partial<Record<ProductField, string>>;

export const EMPTY_PRODUCT: ProductValues = {
  title: "",
  image: "",
  sku: "",
  price: "",
  category: "",
  stock: "",
};

const SKU = /^[A-Za-z0-9._-]{1,64}$/;
const PRICE = /^\d{1,10}(\.\d{1,2})?$/;
const CATEGORY = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What is sent for what was typed: trimmed, a decimal point, a category as a slug. */
export function normalise(values: ProductValues): ProductValues {
  return {
    title: values.title.trim(),
    image: values.image.trim(),
    sku: values.sku.trim(),
    price: values.price.trim().replace(",", "."),
    category: values.category.trim().toLowerCase().replaceAll(/\s+/g, "-"),
    stock: values.stock.trim(),
  };
}

function textError(text: string, what: string): string | null {
  if (text === "") return `Enter ${what}.`;
  return [...text].length > 200 ? "Use at most 200 characters." : null;
}

function imageError(image: string): string | null {
  const error = textError(image, "a picture address");
  if (error !== null || pictureAddress(image) !== null) return error;
  return "Use a path such as /pictures/cake.svg, an http:// or https:// address, or data:image/….";
}

/** Whether a field may be left to the service: only where it does not have a value yet. */
function unless(blankAllowed: boolean, text: string, error: string | false): string | null {
  if (text === "" && blankAllowed) return null;
  return error || null;
}

/** The rules that the service has for a product, so that most mistakes show before anything is sent. */
export function validate(typed: ProductValues, isNew: boolean) {
  const { title, image, sku, price, category, stock } = normalise(typed);
  return {
    title: textError(title, "a title"),
    image: imageError(image),
    sku: unless(
      isNew,
      sku,
      !SKU.test(sku) && "Use 1 to 64 letters, digits, dots, dashes or underscores.",
    ),
    price: unless(
      isNew,
      price,
      !PRICE.test(price) && "Enter an amount such as 4.50, up to 9999999999.99.",
    ),
    category: unless(
      isNew,
      category,
      (!CATEGORY.test(category) || category.length > 50) &&
        "Use up to 50 lower-case letters and digits, with single dashes between words.",
    ),
    stock: stock && !isUnits(stock) ? UNITS_RULE : null,
  };
}

/** The fields whose value differs, to send no more than was changed. */
export function changedFields(before: ProductValues, typed: ProductValues): ProductChanges {
  const { stock: _stock, ...after } = normalise(typed);
  const changed = Object.entries(after).filter(
    ([field, text]) => text !== before[field as ProductField],
  );
  return Object.fromEntries(changed);
}

/** The fields that were filled in. The service finds a value for the others. */
export function filledFields(typed: ProductValues) {
  const { title, image, sku, price, category, stock } = normalise(typed);
  return {
    title,
    image,
    sku: sku || null,
    price: price || null,
    category: category || null,
    stock: stock ? Number(stock) : null,
  };
}
