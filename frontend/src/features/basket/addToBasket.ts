import type { ApolloClient } from "@apollo/client";
import { graphql } from "../../gql/orders";
import { writeBasketToCache } from "./writeBasketToCache";
import { describeRefusal } from "./refusal";

const AddToBasket = graphql(`
  mutation AddToBasket($input: AddToBasketInput!) {
    addToBasket(input: $input) {
      __typename
      ... on AddToBasketSuccess {
        basket {
          id
          ...BasketLink_order
        }
      }
      ... on Error {
        message
      }
      ... on InsufficientStock {
        available
      }
      ... on InvalidInput {
        fields {
          messages
        }
      }
      ... on InvalidConfiguration {
        problems {
          message
        }
      }
    }
  }
`);

/**
 * Adds one unit of a product with these options to the basket. Resolves to the error message of the service, or null.
 * Rejects if the request fails.
 */
export async function addToBasket(
  client: ApolloClient,
  productId: string,
  options: readonly string[] = [],
): Promise<string | null> {
  const { data } = await client.mutate({
    mutation: AddToBasket,
    variables: { input: { productId, options: [...options] } },
    update: (cache, { data: answer }) => {
      const result = answer?.addToBasket;
      if (result?.__typename === "AddToBasketSuccess") writeBasketToCache(cache, result.basket);
    },
  });
  const result = data?.addToBasket;
  return !result || result.__typename === "AddToBasketSuccess" ? null : describeRefusal(result);
}
