import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { formatPrice } from "../../components/format";
import { keepBasket } from "./keepBasket";
import { useCheckout } from "./useCheckout";

const UNSETTLED =
  "Your order hasn't been placed. Review the highlighted products in your basket first.";

/** What there is to order. */
export interface Offer {
  /** What it costs, as the page shows it. */
  total: string;
  /** Saves what is being changed; resolves to the total then, or to null where the customer has to act first. */
  settle: () => Promise<string | null>;
}

interface CheckoutAttemptOptions {
  onOrdered: (id: string) => void;
  /** Brings the basket up to date. */
  onRefused: () => Promise<void>;
}

/**
 * What the button below the basket does. While one attempt is on its way there is no second one. Where the basket
 * turns out to cost another total than the page showed, nothing is ordered, and `question` says so.
 */
export function useCheckoutAttempt({ onOrdered, onRefused }: CheckoutAttemptOptions) {
  const api = useApi();
  const { cache } = useApolloClient();
  const checkout = useCheckout();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [question, setQuestion] = useState<string | null>(null);
  const [unsure, setUnsure] = useState(false);

  /** Whether the total is the one that the page showed, with everything saved that the customer has typed. */
  const isAsShown = async (offer: Offer) => {
    const total = await offer.settle();
    if (total === null) setProblem(UNSETTLED);
    else if (total !== offer.total)
      setQuestion(`Your total is now ${formatPrice(total)}. Place the order again to confirm.`);
    return total === offer.total;
  };

  const attempt = async (offer?: Offer) => {
    try {
      if (offer && !(await isAsShown(offer))) return undefined;
      const outcome = await checkout(offer?.total);
      setUnsure(false);
      if (outcome.kind === "ordered") {
        onOrdered(outcome.id);
        return keepBasket(cache, null);
      }
      if (outcome.kind === "changed") {
        const [then, now] = [formatPrice(outcome.oldTotal), formatPrice(outcome.newTotal)];
        setQuestion(
          `Your total changed from ${then} to ${now}. Your order hasn't been placed yet.`,
        );
        return await onRefused();
      }
      setProblem(outcome.message);
      await onRefused();
    } catch (error) {
      const { title, message } = describeProblem(error, api);
      setUnsure(true);
      setProblem(
        `${title}. ${message} You can safely try again: your order won't be placed twice.`,
      );
    }
    return undefined;
  };

  const run = async (offer?: Offer) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    setQuestion(null);
    await attempt(offer);
    running.current = false;
    setBusy(false);
  };
  return { run, busy, problem, question, unsure };
}
