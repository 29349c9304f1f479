import { useCallback, useRef } from "react";

/** Saves pending changes of a line. Resolves to the element with a problem that the customer must correct, or to null. */
export type SaveLine = () => Promise<HTMLElement | null>;

/** Registers the save function of a line. Returns a function that unregisters it. */
export type RegisterLine = (lineId: string, save: SaveLine) => () => void;

/** Saves pending changes of basket lines before the checkout. */
export function useLineSaving() {
  const lines = useRef(new Map<string, SaveLine>());

  const register: RegisterLine = useCallback((lineId, save) => {
    lines.current.set(lineId, save);
    return () => void lines.current.delete(lineId);
  }, []);

  /** Saves these lines in parallel. Focuses the first element with a problem and resolves to false if there is one. */
  const saveLines = async (lineIds: readonly string[]): Promise<boolean> => {
    const found = await Promise.all(lineIds.map((id) => lines.current.get(id)?.()));
    const first = found.find((element) => element != null);
    first?.focus();
    return first === undefined;
  };

  return { register, saveLines };
}
