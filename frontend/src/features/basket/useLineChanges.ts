import { useRef, useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { useAcceptPrice } from "./useAcceptPrice";
import { useChangeLine } from "./useChangeLine";
import { useLineQuantity } from "./useLineQuantity";
import { useRemoveLine } from "./useRemoveLine";

interface LineChangesOptions {
  line: { id: string; quantity: number; unitPrice: string };
  /** Called with true while a change is on its way, and with false after it. */
  onBusy: (busy: boolean) => void;
  /** Brings the basket up to date. */
  onOutdated: () => Promise<void>;
}

/** What the customer can change about a line, and what is wrong where that did not work. */
export function useLineChanges({ line, onBusy, onOutdated }: LineChangesOptions) {
  const api = useApi();
  const change = useChangeLine();
  const remove = useRemoveLine();
  const accept = useAcceptPrice();
  const accepting = useRef(false);
  const [failure, setFailure] = useState<string | null>(null);

  const inWords = (error: unknown) => {
    const { title, message } = describeProblem(error, api);
    return `${title}. ${message}`;
  };

  const save = async (quantity: number) => {
    setFailure(null);
    const refusal = await change(line.id, quantity).catch((error: unknown) => ({
      message: inWords(error),
    }));
    if (refusal !== null) await onOutdated();
    return refusal;
  };
  const quantity = useLineQuantity({ saved: line.quantity, save, onBusy });

  const takeOut = async () => {
    onBusy(true);
    try {
      await remove(line.id);
      // The button has gone with its line.
      document.querySelector("h1")?.focus({ preventScroll: true });
      await onOutdated();
    } catch (error) {
      setFailure(inWords(error));
    }
    onBusy(false);
  };

  /** Resolves to whether the price is accepted. */
  const acceptPrice = async () => {
    if (accepting.current) return false;
    accepting.current = true;
    onBusy(true);
    const refusal = await accept(line.id, line.unitPrice).catch(inWords);
    setFailure(refusal);
    if (refusal !== null) await onOutdated();
    onBusy(false);
    accepting.current = false;
    return refusal === null;
  };

  const problem = quantity.problem ?? (failure === null ? null : { message: failure });
  return { quantity, takeOut, acceptPrice, problem };
}
