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
      ... on PriceChanged {
        oldTotal
        newTotal
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

/** How checking out ended: with an order, with another total than expected, or refused for another reason. */
export type CheckoutOutcome =
  | { kind: "ordered"; id: string }
  | { kind: "changed"; oldTotal: string; newTotal: string }
  | { kind: "refused"; message: string };

/**
 * Orders what is in the basket, at the total that the customer has seen; without one, repeats the last attempt.
 * Rejects where no answer came: it may have been ordered all the same, so the next try has the same key and finds
 * that order instead of making another one.
 */
export function useCheckout() {
  const [mutate] = useMutation(Checkout);
  const last = useRef<{ idempotencyKey: string; expectedTotal: string | undefined } | null>(null);
  return async (total?: string): Promise<CheckoutOutcome> => {
    const { idempotencyKey = randomKey(), expectedTotal } = last.current ?? {};
    last.current = { idempotencyKey, expectedTotal: total ?? expectedTotal };
    const { data } = await mutate({ variables: { input: last.current } });
    if (!data) throw new Error("The answer is empty.");
    last.current = null;
    const result = data.checkout;
    if (result.__typename === "CheckoutSuccess") return { kind: "ordered", id: result.order.id };
    if (result.__typename === "PriceChanged") {
      return { kind: "changed", oldTotal: result.oldTotal, newTotal: result.newTotal };
    }
    return { kind: "refused", message: describeRefusal(result) };
  };
}
