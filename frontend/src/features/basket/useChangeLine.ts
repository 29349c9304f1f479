import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/orders";
import { describeRefusal } from "./refusal";

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

/** Has so many in a line of the basket; returns what the service has against it, or null. Rejects where it could not be asked. */
export function useChangeLine() {
  const [mutate] = useMutation(ChangeBasketLine);
  return async (lineId: string, quantity: number): Promise<string | null> => {
    const { data } = await mutate({ variables: { input: { lineId, quantity } } });
    const result = data?.changeBasketLine;
    return !result || result.__typename === "ChangeBasketLineSuccess"
      ? null
      : describeRefusal(result);
  };
}
