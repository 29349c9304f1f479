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

type Answer = AddOrderToBasketMutation["addOrderToBasket"];

/** The basket, and the lines of the order that are not in it in full. */
export type Added = Extract<Answer, { __typename: "AddOrderToBasketSuccess" }>;

/**
 * Puts the lines of an order into the basket again. Rejects where no answer came: the next try has the same key, so
 * that nothing is added twice.
 */
export function useReorder() {
  const [mutate] = useMutation(AddOrderToBasket);
  const key = useRef<string | null>(null);
  return async (orderId: string): Promise<Answer> => {
    key.current ??= randomKey();
    const input = { orderId, idempotencyKey: key.current };
    const { data } = await mutate({ variables: { input } });
    if (!data) throw new Error("The answer is empty.");
    key.current = null;
    return data.addOrderToBasket;
  };
}
