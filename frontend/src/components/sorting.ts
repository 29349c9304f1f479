/** The sort orders for lists of products. Both services support them. */
export const SORTS = {
  newest: { label: "Newest first", orderBy: { field: "CREATED_AT", direction: "DESC" } },
  title: { label: "Alphabetical: A–Z", orderBy: { field: "TITLE", direction: "ASC" } },
  cheap: { label: "Price: low to high", orderBy: { field: "PRICE", direction: "ASC" } },
  dear: { label: "Price: high to low", orderBy: { field: "PRICE", direction: "DESC" } },
  liked: { label: "Most liked", orderBy: { field: "LIKES", direction: "DESC" } },
} as const;

export type Sort = keyof typeof SORTS;

/** The labels of the search field for products. */
export const SEARCH = { label: "Search products", placeholder: "Title or SKU" };

export const SORT_OPTIONS = sortOptions(SORTS);

/** The options of the sort menu. */
export function sortOptions<Key extends string>(sorts: Record<Key, { label: string }>) {
  return (Object.keys(sorts) as Key[]).map((value) => ({ value, label: sorts[value].label }));
}

/** Parses a sort order from the URL. The default is "newest". */
export function toSort<Key extends string>(
  sorts: Record<Key | "newest", object>,
  text: string | null,
): Key | "newest" {
  return text !== null && Object.hasOwn(sorts, text) ? (text as Key) : "newest";
}
