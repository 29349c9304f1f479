import {
  type ListParams,
  readListParams,
  toArguments,
  writeListParams,
} from "../../components/useListParams";

/** Fewer than this are little. */
export const LOW_STOCK = 10;

/** What the list can be narrowed down to by stock. */
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

/** Which products the back office lists, in which order. */
export interface CatalogueList extends ListParams {
  stock: Stock;
}

/** The stock that the address names; any where it names none. */
export function toStock(text: string | null): Stock {
  return text !== null && Object.hasOwn(STOCKS, text) ? (text as Stock) : "all";
}

/** What the page's address says about the list. */
export function readCatalogueList(params: URLSearchParams): CatalogueList {
  return { ...readListParams(params), stock: toStock(params.get("stock")) };
}

/** The same address with some of it changed, in its shortest form. Places within the list are no longer valid. */
export function writeCatalogueList(
  params: URLSearchParams,
  change: Partial<CatalogueList>,
): URLSearchParams {
  const { stock } = { ...readCatalogueList(params), ...change };
  const next = writeListParams(params, change);
  if (stock !== "all") next.set("stock", stock);
  return next;
}

/** The arguments of the `products` field for a list. */
export function toCatalogueArguments(list: CatalogueList) {
  const { filter, orderBy } = toArguments(list);
  return { filter: { ...filter, stockBelow: STOCKS[list.stock].below }, orderBy };
}
