import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { keepBasket } from "./keepBasket";
import { useCheckout } from "./useCheckout";

interface CheckoutAttemptOptions {
  onOrdered: (id: string) => void;
  /** Brings the basket up to date. */
  onRefused: () => Promise<void>;
}

/** What the button below the basket does. While one attempt is on its way there is no second one. */
export function useCheckoutAttempt({ onOrdered, onRefused }: CheckoutAttemptOptions) {
  const api = useApi();
  const { cache } = useApolloClient();
  const checkout = useCheckout();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [unsure, setUnsure] = useState(false);

  const attempt = async () => {
    try {
      const outcome = await checkout();
      setUnsure(false);
      if (outcome.kind === "ordered") {
        onOrdered(outcome.id);
        return keepBasket(cache, null);
      }
      setProblem(outcome.message);
      await onRefused();
    } catch (error) {
      const { title, message } = describeProblem(error, api);
      setUnsure(true);
      setProblem(`${title}. ${message} Try again: nothing is ordered twice.`);
    }
    return undefined;
  };

  const run = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    await attempt();
    running.current = false;
    setBusy(false);
  };
  return { run, busy, problem, unsure };
}
