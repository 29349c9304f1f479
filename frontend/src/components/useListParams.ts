import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { type Sort, SORTS, toSort } from "./sorting";

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
    sort: toSort(params.get("sort")),
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

/** Search, category and order of a list, kept in the page's address so that it can be shared and gone back to. */
export function useListParams() {
  const [params, setParams] = useSearchParams();
  const change = (part: Partial<ListParams>) =>
    setParams((current) => writeListParams(current, part), {
      replace: "search" in part,
    });
  const goTo = (place: { after: string } | { before: string }) => {
    window.scrollTo({ top: 0 });
    setParams((current) => {
      const next = writeListParams(current, {});
      for (const [name, cursor] of Object.entries(place)) next.set(name, cursor);
      return next;
    });
  };
  const list = useMemo(() => readListParams(params), [params]);
  return { params, list, change, goTo };
}
