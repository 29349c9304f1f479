import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/orders";
import { STATES } from "./orderStates";

const CancelOrder = graphql(`
  mutation CancelOrder($input: CancelOrderInput!) {
    cancelOrder(input: $input) {
      __typename
      ... on CancelOrderSuccess {
        order {
          id
          cancellable
          ...OrderDetails_order
        }
      }
      ... on Error {
        message
      }
      ... on NotCancellable {
        state
      }
    }
  }
`);

/** Cancels an order. Resolves to the error message of the service, or null. Rejects if the request fails. */
export function useCancelOrder() {
  const [mutate] = useMutation(CancelOrder);
  return async (id: string): Promise<string | null> => {
    const { data } = await mutate({ variables: { input: { id } } });
    const result = data?.cancelOrder;
    if (!result || result.__typename === "CancelOrderSuccess") return null;
    if (result.__typename === "OrderNotFound") return result.message;
    return `This order can't be cancelled because it is already ${STATES[result.state].name.toLowerCase()}.`;
  };
}
