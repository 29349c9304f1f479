import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/orders";

const PushOrder = graphql(`
  mutation PushOrder($input: PushOrderInput!) {
    pushOrder(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

/** Tells of an order again; returns what the service has against it, or null. Rejects where it could not be asked. */
export function usePushOrder() {
  const [mutate] = useMutation(PushOrder);
  return async (id: string): Promise<string | null> => {
    const { data } = await mutate({ variables: { input: { id } } });
    const result = data?.pushOrder;
    return !result || result.__typename === "PushOrderSuccess" ? null : result.message;
  };
}
