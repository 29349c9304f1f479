import { useRef, useState } from "react";
import type { Refusal } from "./refusal";

const MOST = 10_000;
const NOT_A_QUANTITY: Refusal = { message: "Enter a whole number from 1 to 10,000." };

/** The quantity that was typed; null where a line cannot have it. */
export function readQuantity(text: string): number | null {
  const quantity = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return quantity >= 1 && quantity <= MOST ? quantity : null;
}

interface LineQuantityOptions {
  saved: number;
  /** Saves a quantity; returns why it is refused, or null. */
  save: (quantity: number) => Promise<Refusal | null>;
  /** Called with true before anything is saved and with false once all is. */
  onBusy: (busy: boolean) => void;
}

/**
 * The quantity in a line's field. Quantities are saved one after the other; of those chosen during a save only the
 * last one counts. What is not valid or is refused stays in the field, with the reason, until it is changed.
 */
export function useLineQuantity({ saved, save, onBusy }: LineQuantityOptions) {
  const [text, setText] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ text: string; refusal: Refusal } | null>(null);
  const target = useRef(saved);
  const saving = useRef<Promise<boolean> | null>(null);
  const problem = refused !== null && refused.text === text ? refused.refusal : null;

  const saveAll = async () => {
    onBusy(true);
    let last: number;
    let refusal: Refusal | null;
    do {
      last = target.current;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      refusal = await save(last);
    } while (target.current !== last);
    saving.current = null;
    onBusy(false);
    const written = String(last);
    if (refusal) setRefused({ text: written, refusal });
    else setText((now) => (now === written ? null : now));
    return refusal === null;
  };

  /** Saves a quantity; resolves to whether it is the line's now. */
  const choose = (quantity: number): Promise<boolean> => {
    target.current = quantity;
    setText(String(quantity));
    setRefused(null);
    saving.current ??= saveAll();
    return saving.current;
  };

  /** Saves what is typed; resolves to whether the line has the quantity that the field shows. */
  const commit = async (): Promise<boolean> => {
    if (text === null) return true;
    const quantity = readQuantity(text);
    if (quantity === null) {
      setRefused({ text, refusal: NOT_A_QUANTITY });
      return false;
    }
    if (quantity !== saved || saving.current) return choose(quantity);
    setText(null);
    return true;
  };

  const shown = text ?? String(saved);
  return { text: shown, quantity: readQuantity(shown), problem, type: setText, choose, commit };
}

export type LineQuantity = ReturnType<typeof useLineQuantity>;
