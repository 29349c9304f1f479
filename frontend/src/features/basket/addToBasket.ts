import type { ApolloClient } from "@apollo/client";
import { graphql } from "../../gql/orders";
import { keepBasket } from "./keepBasket";
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
 * Puts one of a product, put together from these options, into the basket; returns what the service has against it,
 * or null. Rejects where it could not be asked.
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
      if (result?.__typename === "AddToBasketSuccess") keepBasket(cache, result.basket);
    },
  });
  const result = data?.addToBasket;
  return !result || result.__typename === "AddToBasketSuccess" ? null : describeRefusal(result);
}
