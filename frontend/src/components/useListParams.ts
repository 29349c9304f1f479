import { type Sort, SORTS, toSort } from "./sorting";
import { useListAddress } from "./useListAddress";

export interface ListParams {
  search: string;
  category: string | null;
  sort: Sort;
}

/** Parses the search, category and order of a list from the URL. */
export function readListParams(params: URLSearchParams): ListParams {
  return {
    search: params.get("q")?.trim() ?? "",
    category: params.get("category") || null,
    sort: toSort(SORTS, params.get("sort")),
  };
}

/** Returns the URL parameters after a change. Default values and the page are left out. */
export function writeListParams(
  params: URLSearchParams,
  change: Partial<ListParams>,
): URLSearchParams {
  const { search, category, sort } = { ...readListParams(params), ...change };
  const next = new URLSearchParams();
  if (search) next.set("q", search);
  if (category) next.set("category", category);
  if (sort !== "newest") next.set("sort", sort);
  return next;
}

/** The arguments of the `products` field. */
export function toArguments({ search, category, sort }: ListParams) {
  return { filter: { search: search || null, category }, orderBy: SORTS[sort].orderBy };
}

/** The search, category and order of a list of products, stored in the URL. */
export function useListParams() {
  return useListAddress(readListParams, writeListParams);
}
