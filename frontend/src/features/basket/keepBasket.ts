import type { ApolloCache } from "@apollo/client";

/** Makes an order the basket that all pages show; null where there is none any more. */
export function keepBasket(cache: ApolloCache, basket: { id: string } | null): void {
  cache.modify({
    fields: {
      basket: (_before, { toReference }) =>
        (basket && toReference({ __typename: "Order", id: basket.id })) ?? null,
    },
  });
}
