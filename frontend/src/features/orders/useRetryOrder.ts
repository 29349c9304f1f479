import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/orders";

const RetryOrder = graphql(`
  mutation RetryOrder($input: PushOrderInput!) {
    pushOrder(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

/** Sends an order for processing again. Resolves to the error message of the service, or null. Rejects if the request fails. */
export function useRetryOrder() {
  const [mutate] = useMutation(RetryOrder);
  return async (id: string): Promise<string | null> => {
    const { data } = await mutate({ variables: { input: { id } } });
    const result = data?.pushOrder;
    return !result || result.__typename === "PushOrderSuccess" ? null : result.message;
  };
}
