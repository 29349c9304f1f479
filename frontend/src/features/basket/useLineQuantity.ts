import { useRef, useState } from "react";

const MOST = 10_000;

/** The quantity that was typed; null where it is none that a line can have. */
export function readQuantity(text: string): number | null {
  const quantity = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return quantity >= 1 && quantity <= MOST ? quantity : null;
}

interface LineQuantityOptions {
  saved: number;
  /** Saves a quantity; returns what the service has against it, or null. */
  save: (quantity: number) => Promise<string | null>;
  /** Called with true before anything is saved and with false once all is. */
  onBusy: (busy: boolean) => void;
}

/**
 * The quantity in a line's field. It is saved at once, one after the other; of what is chosen while another is being
 * saved only the last one counts. What is refused goes back to what was saved.
 */
export function useLineQuantity({ saved, save, onBusy }: LineQuantityOptions) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);
  const running = useRef(false);

  const saveAll = async () => {
    let refusal: string | null = null;
    while (wanted.current !== null) {
      const next = wanted.current;
      wanted.current = null;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      refusal = await save(next);
    }
    return refusal;
  };

  const choose = async (quantity: number) => {
    wanted.current = quantity;
    setText(String(quantity));
    setProblem(null);
    if (running.current) return;
    running.current = true;
    onBusy(true);
    const refusal = await saveAll();
    running.current = false;
    onBusy(false);
    setText(null);
    setProblem(refusal);
  };

  const commit = () => {
    const quantity = text === null ? saved : readQuantity(text);
    if (quantity === null) setProblem("A whole number from 1 to 10,000.");
    else if (quantity !== saved) void choose(quantity);
    else if (!running.current) setText(null);
  };

  const shown = text ?? String(saved);
  return { text: shown, quantity: readQuantity(shown), problem, type: setText, choose, commit };
}

export type LineQuantity = ReturnType<typeof useLineQuantity>;
