import {
  type ListParams,
  readListParams,
  toArguments,
  writeListParams,
} from "../../components/useListParams";

/** The stock is low below this value. */
export const LOW_STOCK = 10;

/** The stock filters of the list. */
const STOCKS = {
  all: { label: "All stock levels", below: null },
  low: { label: `Low stock (below ${LOW_STOCK})`, below: LOW_STOCK },
  none: { label: "Sold out", below: 1 },
} as const;

type Stock = keyof typeof STOCKS;

export const STOCK_OPTIONS = (Object.keys(STOCKS) as Stock[]).map((value) => ({
  value,
  label: STOCKS[value].label,
}));

/** The search, filters and order of the list. */
export interface CatalogueList extends ListParams {
  stock: Stock;
}

/** Parses the stock filter from the URL. The default is "all". */
export function toStock(text: string | null): Stock {
  return text !== null && Object.hasOwn(STOCKS, text) ? (text as Stock) : "all";
}

/** Parses the list parameters from the URL. */
export function readCatalogueList(params: URLSearchParams): CatalogueList {
  return { ...readListParams(params), stock: toStock(params.get("stock")) };
}

/** Returns the URL parameters after a change. Default values and the page are left out. */
export function writeCatalogueList(
  params: URLSearchParams,
  change: Partial<CatalogueList>,
): URLSearchParams {
  const { stock } = { ...readCatalogueList(params), ...change };
  const next = writeListParams(params, change);
  if (stock !== "all") next.set("stock", stock);
  return next;
}

/** The arguments of the `products` field. */
export function toCatalogueArguments(list: CatalogueList) {
  const { filter, orderBy } = toArguments(list);
  return { filter: { ...filter, stockBelow: STOCKS[list.stock].below }, orderBy };
}
