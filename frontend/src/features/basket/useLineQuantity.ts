import { useRef, useState } from "react";
import type { Refusal } from "./refusal";

const MAX_QUANTITY = 10_000;
const NOT_A_QUANTITY: Refusal = { message: "Enter a whole number from 1 to 10,000." };

/** Parses a quantity; null if it is not valid. */
export function readQuantity(text: string): number | null {
  const quantity = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return quantity >= 1 && quantity <= MAX_QUANTITY ? quantity : null;
}

interface LineQuantityOptions {
  saved: number;
  /** Saves a quantity. Resolves to the refusal of the service, or null. */
  save: (quantity: number) => Promise<Refusal | null>;
  /** Called with true before saving starts, and with false when everything is saved. */
  onBusy: (busy: boolean) => void;
}

/**
 * The quantity field of a line. Quantities are saved sequentially. If several are entered while one is being saved, only
 * the last one is saved. An invalid or rejected quantity stays in the field with the reason until the customer changes it.
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
      // oxlint-disable-next-line no-await-in-loop -- saves sequentially
      refusal = await save(last);
    } while (target.current !== last);
    saving.current = null;
    onBusy(false);
    const written = String(last);
    if (refusal) setRefused({ text: written, refusal });
    else setText((now) => (now === written ? null : now));
    return refusal === null;
  };

  /** Saves a quantity. Resolves to whether it was accepted. */
  const choose = (quantity: number): Promise<boolean> => {
    target.current = quantity;
    setText(String(quantity));
    setRefused(null);
    saving.current ??= saveAll();
    return saving.current;
  };

  /** Saves the typed quantity. Resolves to whether the line has the quantity that the field shows. */
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
