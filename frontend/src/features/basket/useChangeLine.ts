import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/orders";
import { describeRefusal, type Refusal } from "./refusal";

const ChangeBasketLine = graphql(`
  mutation ChangeBasketLine($input: ChangeBasketLineInput!) {
    changeBasketLine(input: $input) {
      __typename
      ... on ChangeBasketLineSuccess {
        basket {
          id
          ...BasketContent_order
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
    }
  }
`);

/** Changes the quantity of a line. Resolves to the refusal of the service, or null. Rejects if the request fails. */
export function useChangeLine() {
  const [mutate] = useMutation(ChangeBasketLine);
  return async (lineId: string, quantity: number): Promise<Refusal | null> => {
    const { data } = await mutate({ variables: { input: { lineId, quantity } } });
    const result = data?.changeBasketLine;
    if (!result || result.__typename === "ChangeBasketLineSuccess") return null;
    const message = describeRefusal(result);
    return result.__typename === "InsufficientStock"
      ? { message, available: result.available }
      : { message };
  };
}
