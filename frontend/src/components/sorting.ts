/** The orders that a list of products can be shown in. Both services take them. */
export const SORTS = {
  newest: { label: "Newest first", orderBy: { field: "CREATED_AT", direction: "DESC" } },
  title: { label: "Alphabetical: A–Z", orderBy: { field: "TITLE", direction: "ASC" } },
  cheap: { label: "Price: low to high", orderBy: { field: "PRICE", direction: "ASC" } },
  dear: { label: "Price: high to low", orderBy: { field: "PRICE", direction: "DESC" } },
  liked: { label: "Most liked", orderBy: { field: "LIKES", direction: "DESC" } },
} as const;

export type Sort = keyof typeof SORTS;

/** What the search field of a list of products is called. */
export const SEARCH = { label: "Search products", placeholder: "Title or SKU" };

export const SORT_OPTIONS = sortOptions(SORTS);

/** What the controls and the address need to know of a list's orders. */
export function sortOptions<Key extends string>(sorts: Record<Key, { label: string }>) {
  return (Object.keys(sorts) as Key[]).map((value) => ({ value, label: sorts[value].label }));
}

/** The order that the address names; the newest first where there is no such order. */
export function toSort<Key extends string>(
  sorts: Record<Key | "newest", object>,
  text: string | null,
): Key | "newest" {
  return text !== null && Object.hasOwn(sorts, text) ? (text as Key) : "newest";
}
