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

/** Takes a line out of the basket. One that is out already is as good as taken out. Rejects where the service could not be asked. */
export function useRemoveLine() {
  const [mutate] = useMutation(RemoveFromBasket);
  return async (lineId: string): Promise<void> => {
    await mutate({ variables: { input: { lineId } } });
  };
}
