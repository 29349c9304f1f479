import { useRef, useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { useAcceptPrice } from "./useAcceptPrice";
import { useChangeLine } from "./useChangeLine";
import { useLineQuantity } from "./useLineQuantity";
import { useRemoveLine } from "./useRemoveLine";

interface LineChangesOptions {
  line: { id: string; quantity: number; unitPrice: string };
  /** Called with true before a change is saved, and with false afterwards. */
  onBusy: (busy: boolean) => void;
  /** Refetches the basket. */
  onOutdated: () => Promise<void>;
}

/** The changes that the customer can make to a line, and the error of the last one. */
export function useLineChanges({ line, onBusy, onOutdated }: LineChangesOptions) {
  const api = useApi();
  const change = useChangeLine();
  const remove = useRemoveLine();
  const accept = useAcceptPrice();
  const accepting = useRef(false);
  const [failure, setFailure] = useState<string | null>(null);

  const errorMessage = (error: unknown) => {
    const { title, message } = describeProblem(error, api);
    return `${title}. ${message}`;
  };

  const save = async (quantity: number) => {
    setFailure(null);
    const refusal = await change(line.id, quantity).catch((error: unknown) => ({
      message: errorMessage(error),
    }));
    if (refusal !== null) await onOutdated();
    return refusal;
  };
  const quantity = useLineQuantity({ saved: line.quantity, save, onBusy });

  const removeLine = async () => {
    onBusy(true);
    try {
      await remove(line.id);
      // The button was removed with its line.
      document.querySelector("h1")?.focus({ preventScroll: true });
      await onOutdated();
    } catch (error) {
      setFailure(errorMessage(error));
    }
    onBusy(false);
  };

  /** Resolves to whether the price was accepted. */
  const acceptPrice = async () => {
    if (accepting.current) return false;
    accepting.current = true;
    onBusy(true);
    const refusal = await accept(line.id, line.unitPrice).catch(errorMessage);
    setFailure(refusal);
    if (refusal !== null) await onOutdated();
    onBusy(false);
    accepting.current = false;
    return refusal === null;
  };

  const problem = quantity.problem ?? (failure === null ? null : { message: failure });
  return { quantity, removeLine, acceptPrice, problem };
}
