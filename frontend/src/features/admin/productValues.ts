import { pictureAddress } from "../../components/ProductPicture";
import { isUnits, UNITS_RULE } from "./stockValues";

/** The values of the product form, as the user typed them. */
export interface ProductValues {
  title: string;
  image: string;
  sku: string;
  price: string;
  category: string;
  /** Only for new products. Later, the stock is changed in its own dialog. */
  stock: string;
}

export type ProductField = keyof ProductValues;
/** The fields of an existing product that can be changed. */
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

/** Normalises input: removes spaces at the ends, uses a decimal point, and converts the category to a slug. */
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

/** Accepts an empty value if `blankAllowed`, because the service then generates a value. */
function unless(blankAllowed: boolean, text: string, error: string | false): string | null {
  if (text === "" && blankAllowed) return null;
  return error || null;
}

/** Validates a product by the rules of the service, so that most errors are shown before it is submitted. */
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

/** The fields with a changed value. */
export function changedFields(before: ProductValues, typed: ProductValues): ProductChanges {
  const { stock: _stock, ...after } = normalise(typed);
  const changed = Object.entries(after).filter(
    ([field, text]) => text !== before[field as ProductField],
  );
  return Object.fromEntries(changed);
}

/** The input for a new product. The service generates values for empty fields. */
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
