/** The orders that a list of products can be shown in. Both services take them. */
export const SORTS = {
  newest: { label: "Newest first", orderBy: { field: "CREATED_AT", direction: "DESC" } },
  title: { label: "Title, A to Z", orderBy: { field: "TITLE", direction: "ASC" } },
  cheap: { label: "Price, low to high", orderBy: { field: "PRICE", direction: "ASC" } },
  dear: { label: "Price, high to low", orderBy: { field: "PRICE", direction: "DESC" } },
  liked: { label: "Most liked", orderBy: { field: "LIKES", direction: "DESC" } },
} as const;

export type Sort = keyof typeof SORTS;

export const SORT_OPTIONS = Object.entries(SORTS).map(([value, { label }]) => ({ value, label }));

export function toSort(text: string | null): Sort {
  return text !== null && Object.hasOwn(SORTS, text) ? (text as Sort) : "newest";
}
