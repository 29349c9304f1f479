import type { ApolloCache, Reference, TypedDocumentNode } from "@apollo/client";

interface List {
  edges: readonly { node: Reference }[];
  totalCount?: number;
}

/** What `productsChanged` and `productCopiesChanged` say. */
interface ProductsChange {
  all: boolean;
  changes: readonly { id: string; product?: object | null }[];
}

/** Takes a product that there is no more out of every list. */
function dropFromLists(cache: ApolloCache, id: string): void {
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
 * Takes what has gone out of all lists, and tells whether a list may hold other products now, or the same ones in
 * another order: not where the fields that it goes by are as they were. `fragment` reads those of a known product.
 */
export function changesLists<TPlace>(
  cache: ApolloCache,
  { all, changes }: ProductsChange,
  fragment: TypedDocumentNode<TPlace, unknown>,
  fields: readonly (keyof TPlace)[],
): boolean {
  let changed = all;
  for (const { id, product } of changes) {
    const before = cache.readFragment({ id: `Product:${id}`, fragment }) as TPlace | null;
    const after = (product ?? null) as TPlace | null;
    if (!after) dropFromLists(cache, id);
    if (!before && !after) continue;
    changed ||= !before || !after || fields.some((field) => before[field] !== after[field]);
  }
  return changed;
}
