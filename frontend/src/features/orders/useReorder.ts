import { useMutation } from "@apollo/client/react";
import { useRef } from "react";
import { randomKey } from "../../components/randomKey";
import { graphql } from "../../gql/orders";
import type { AddOrderToBasketMutation } from "../../gql/orders/graphql";

const AddOrderToBasket = graphql(`
  mutation AddOrderToBasket($input: AddOrderToBasketInput!) {
    addOrderToBasket(input: $input) {
      __typename
      ... on AddOrderToBasketSuccess {
        basket {
          id
          lines {
            id
            quantity
          }
        }
        notAdded {
          lineId
          title
          message
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

type ReorderResult = AddOrderToBasketMutation["addOrderToBasket"];

/** The basket and the lines of the order that could not be added completely. */
export type Added = Extract<ReorderResult, { __typename: "AddOrderToBasketSuccess" }>;

/**
 * Adds the lines of an order to the basket. Rejects if there is no response. The next attempt uses the same idempotency
 * key, so that nothing is added twice.
 */
export function useReorder() {
  const [mutate] = useMutation(AddOrderToBasket);
  const key = useRef<string | null>(null);
  return async (orderId: string): Promise<ReorderResult> => {
    key.current ??= randomKey();
    const input = { orderId, idempotencyKey: key.current };
    const { data } = await mutate({ variables: { input } });
    if (!data) throw new Error("The response is empty.");
    key.current = null;
    return data.addOrderToBasket;
  };
}
