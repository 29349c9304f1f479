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

/** The result of a checkout: an order, a different total than expected, or another error. */
export type CheckoutOutcome =
  | { kind: "ordered"; id: string }
  | { kind: "changed"; oldTotal: string; newTotal: string }
  | { kind: "refused"; message: string };

/**
 * Places the order for the total that the customer has seen. Without a total, repeats the last attempt. Rejects if there is
 * no response. The order may have been placed anyway, so the next attempt uses the same idempotency key and returns that
 * order instead of placing another one.
 */
export function useCheckout() {
  const [mutate] = useMutation(Checkout);
  const last = useRef<{ idempotencyKey: string; expectedTotal: string | undefined } | null>(null);
  return async (total?: string): Promise<CheckoutOutcome> => {
    const { idempotencyKey = randomKey(), expectedTotal } = last.current ?? {};
    last.current = { idempotencyKey, expectedTotal: total ?? expectedTotal };
    const { data } = await mutate({ variables: { input: last.current } });
    if (!data) throw new Error("The response is empty.");
    last.current = null;
    const result = data.checkout;
    if (result.__typename === "CheckoutSuccess") return { kind: "ordered", id: result.order.id };
    if (result.__typename === "PriceChanged") {
      return { kind: "changed", oldTotal: result.oldTotal, newTotal: result.newTotal };
    }
    return { kind: "refused", message: describeRefusal(result) };
  };
}
