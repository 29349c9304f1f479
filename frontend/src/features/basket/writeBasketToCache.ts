import type { ApolloCache } from "@apollo/client";

/** Sets the basket in the cache, which updates all pages. Null if there is no basket any more. */
export function writeBasketToCache(cache: ApolloCache, basket: { id: string } | null): void {
  cache.modify({
    fields: {
      basket: (_before, { toReference }) =>
        (basket && toReference({ __typename: "Order", id: basket.id })) ?? null,
    },
  });
}
