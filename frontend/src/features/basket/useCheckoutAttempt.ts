import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { formatPrice } from "../../components/format";
import { writeBasketToCache } from "./writeBasketToCache";
import { useCheckout } from "./useCheckout";

const NEEDS_REVIEW =
  "Your order hasn't been placed. Review the highlighted products in your basket first.";

export interface CheckoutRequest {
  /** The total that the page shows. */
  total: string;
  /** Saves pending changes. Resolves to the new total, or to null if the customer must correct something first. */
  saveChanges: () => Promise<string | null>;
}

interface CheckoutAttemptOptions {
  onOrdered: (id: string) => void;
  /** Refetches the basket. */
  onRefused: () => Promise<void>;
}

/**
 * The state and action of the checkout button. Only one attempt runs at a time. If the total differs from the one that the
 * page showed, no order is placed, and `confirmation` asks the customer to confirm the new total. After a lost response,
 * `isUncertain` is true, because the order may have been placed.
 */
export function useCheckoutAttempt({ onOrdered, onRefused }: CheckoutAttemptOptions) {
  const api = useApi();
  const { cache } = useApolloClient();
  const checkout = useCheckout();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [confirmation, setConfirmation] = useState<string | null>(null);
  const [isUncertain, setUncertain] = useState(false);

  /** Saves pending changes and checks that the total is still the one that the page showed. */
  const isTotalUnchanged = async (request: CheckoutRequest) => {
    const total = await request.saveChanges();
    if (total === null) setProblem(NEEDS_REVIEW);
    else if (total !== request.total)
      setConfirmation(`Your total is now ${formatPrice(total)}. Place the order again to confirm.`);
    return total === request.total;
  };

  const attempt = async (request?: CheckoutRequest) => {
    try {
      if (request && !(await isTotalUnchanged(request))) return undefined;
      const outcome = await checkout(request?.total);
      setUncertain(false);
      if (outcome.kind === "ordered") {
        onOrdered(outcome.id);
        return writeBasketToCache(cache, null);
      }
      if (outcome.kind === "changed") {
        const [then, now] = [formatPrice(outcome.oldTotal), formatPrice(outcome.newTotal)];
        setConfirmation(
          `Your total changed from ${then} to ${now}. Your order hasn't been placed yet.`,
        );
        return await onRefused();
      }
      setProblem(outcome.message);
      await onRefused();
    } catch (error) {
      const { title, message } = describeProblem(error, api);
      setUncertain(true);
      setProblem(
        `${title}. ${message} You can safely try again: your order won't be placed twice.`,
      );
    }
    return undefined;
  };

  const run = async (request?: CheckoutRequest) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    setConfirmation(null);
    await attempt(request);
    running.current = false;
    setBusy(false);
  };
  return { run, busy, problem, confirmation, isUncertain };
}
