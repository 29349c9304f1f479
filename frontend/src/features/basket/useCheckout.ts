import { useMutation } from "@apollo/client/react";
import { useRef } from "react";
import { randomKey } from "../../components/randomKey";
import { graphql } from "../../gql/orders";
import { describeRefusal } from "./refusal";

const Checkout = graphql(`
  mutation Checkout($input: CheckoutInput!) {
    checkout(input: $input) {
      __typename
      ... on CheckoutSuccess {
        order {
          id
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
      ... on LinesRefused {
        lines {
          lineId
          title
          message
        }
      }
    }
  }
`);

/** How checking out ended: with an order, or refused. */
export type CheckoutOutcome =
  { kind: "ordered"; id: string } | { kind: "refused"; message: string };

/**
 * Orders what is in the basket. Rejects where no answer came: it may have been ordered all the same, so the next try
 * has the same key and finds that order instead of making another one.
 */
export function useCheckout() {
  const [mutate] = useMutation(Checkout);
  const key = useRef<string | null>(null);
  return async (): Promise<CheckoutOutcome> => {
    key.current ??= randomKey();
    const { data } = await mutate({ variables: { input: { idempotencyKey: key.current } } });
    if (!data) throw new Error("The answer is empty.");
    key.current = null;
    const result = data.checkout;
    if (result.__typename === "CheckoutSuccess") return { kind: "ordered", id: result.order.id };
    return { kind: "refused", message: describeRefusal(result) };
  };
}
