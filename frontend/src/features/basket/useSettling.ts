import { useCallback, useRef } from "react";

/** Brings a line to what its customer wants. Resolves to the element that needs attention first, or to null. */
export type SettleLine = () => Promise<HTMLElement | null>;

/** Registers how a line is settled; returns what undoes that. */
export type RegisterLine = (lineId: string, settle: SettleLine) => () => void;

/** Settles the lines of the basket before it is ordered. */
export function useSettling() {
  const lines = useRef(new Map<string, SettleLine>());

  const register: RegisterLine = useCallback((lineId, settle) => {
    lines.current.set(lineId, settle);
    return () => void lines.current.delete(lineId);
  }, []);

  /** Settles these lines at once. Where some need attention, the first of them gets the focus. */
  const settle = async (lineIds: readonly string[]): Promise<boolean> => {
    const found = await Promise.all(lineIds.map((id) => lines.current.get(id)?.()));
    const first = found.find((element) => element != null);
    first?.focus();
    return first === undefined;
  };

  return { register, settle };
}
