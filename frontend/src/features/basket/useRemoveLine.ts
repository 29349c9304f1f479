import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/orders";

const RemoveFromBasket = graphql(`
  mutation RemoveFromBasket($input: RemoveFromBasketInput!) {
    removeFromBasket(input: $input) {
      __typename
      ... on RemoveFromBasketSuccess {
        basket {
          id
          ...BasketContent_order
        }
      }
    }
  }
`);

/** Removes a line from the basket. Also succeeds if it has already been removed. Rejects if the request fails. */
export function useRemoveLine() {
  const [mutate] = useMutation(RemoveFromBasket);
  return async (lineId: string): Promise<void> => {
    await mutate({ variables: { input: { lineId } } });
  };
}
