import { type Sort, SORTS, toSort } from "./sorting";
import { useListAddress } from "./useListAddress";

export interface ListParams {
  search: string;
  category: string | null;
  sort: Sort;
}

/** What the page's address says about the list. */
export function readListParams(params: URLSearchParams): ListParams {
  return {
    search: params.get("q")?.trim() ?? "",
    category: params.get("category") || null,
    sort: toSort(SORTS, params.get("sort")),
  };
}

/** The same address with some of it changed, in its shortest form. Places within the list are no longer valid. */
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

/** The arguments of the `products` field for a list. */
export function toArguments({ search, category, sort }: ListParams) {
  return { filter: { search: search || null, category }, orderBy: SORTS[sort].orderBy };
}

/** Search, category and order of a list of products, kept in the page's address. */
export function useListParams() {
  return useListAddress(readListParams, writeListParams);
}
