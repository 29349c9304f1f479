import { useLive } from "../../apollo/useLive";
import { graphql } from "../../gql/orders";
import { writeBasketToCache } from "./writeBasketToCache";

/** Selects all basket fields that any page shows, so that no page has to refetch missing fields. */
const BasketLive = graphql(`
  subscription BasketLive {
    basketChanged {
      id
      ...BasketLink_order
      ...BasketContent_order
    }
  }
`);

/** Updates the basket when it changes, for example on another device. */
export function useLiveBasket(): void {
  useLive(
    BasketLive,
    {},
    { onData: ({ basketChanged }, cache) => writeBasketToCache(cache, basketChanged ?? null) },
  );
}
