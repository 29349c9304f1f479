import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/orders";
import { describeRefusal } from "./refusal";

const AcceptPrice = graphql(`
  mutation AcceptPrice($input: AcceptPriceInput!) {
    acceptPrice(input: $input) {
      __typename
      ... on AcceptPriceSuccess {
        basket {
          id
          ...BasketContent_order
        }
      }
      ... on Error {
        message
      }
      ... on InvalidInput {
        fields {
          messages
        }
      }
    }
  }
`);

/** Accepts the price of a line. Resolves to the error message of the service, or null. Rejects if the request fails. */
export function useAcceptPrice() {
  const [mutate] = useMutation(AcceptPrice);
  return async (lineId: string, unitPrice: string): Promise<string | null> => {
    const { data } = await mutate({ variables: { input: { lineId, unitPrice } } });
    const result = data?.acceptPrice;
    return !result || result.__typename === "AcceptPriceSuccess" ? null : describeRefusal(result);
  };
}
