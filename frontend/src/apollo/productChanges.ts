import type { ApolloCache, Reference, TypedDocumentNode } from "@apollo/client";

interface List {
  edges: readonly { node: Reference }[];
  totalCount?: number;
}

/** The message of `productsChanged` and `productCopiesChanged`. */
interface ProductsChange {
  all: boolean;
  changes: readonly { id: string; product?: object | null }[];
}

/** Removes a deleted product from every list in the cache. */
function removeFromLists(cache: ApolloCache, id: string): void {
  cache.modify({
    fields: {
      products: (value, { readField }) => {
        const list = value as List;
        const edges = list.edges.filter(({ node }) => readField("id", node) !== id);
        const dropped = list.edges.length - edges.length;
        if (dropped === 0) return list;
        if (list.totalCount === undefined) return { ...list, edges };
        return { ...list, edges, totalCount: list.totalCount - dropped };
      },
    },
  });
}

/**
 * Removes deleted products from all lists in the cache. Returns whether the content or order of a list may have changed:
 * true if a product is new or deleted, or if one of `fields` changed. `fragment` reads these fields from the cache.
 */
export function applyProductChanges<TFields>(
  cache: ApolloCache,
  { all, changes }: ProductsChange,
  fragment: TypedDocumentNode<TFields, unknown>,
  fields: readonly (keyof TFields)[],
): boolean {
  let changed = all;
  for (const { id, product } of changes) {
    const before = cache.readFragment({ id: `Product:${id}`, fragment }) as TFields | null;
    const after = (product ?? null) as TFields | null;
    if (!after) removeFromLists(cache, id);
    if (!before && !after) continue;
    changed ||= !before || !after || fields.some((field) => before[field] !== after[field]);
  }
  return changed;
}
