import { useLive } from "../../apollo/useLive";
import { graphql } from "../../gql/orders";
import { keepBasket } from "./keepBasket";

/** All that any page shows of it: with less, a page that shows more would have to ask for the rest. */
const BasketLive = graphql(`
  subscription BasketLive {
    basketChanged {
      id
      ...BasketLink_order
      ...BasketContent_order
    }
  }
`);

/** Keeps the basket fresh, whoever changes it where. */
export function useLiveBasket(): void {
  useLive(
    BasketLive,
    {},
    { onState: ({ basketChanged }, cache) => keepBasket(cache, basketChanged ?? null) },
  );
}
