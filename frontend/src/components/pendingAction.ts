import { parseReturnPath } from "./returnPath";

interface Product {
  id: string;
  title: string;
}

/** The action that a visitor started before they had to sign in. */
export type PendingAction =
  | { kind: "basket"; product: Product; options: readonly string[] }
  | { kind: "like"; product: Product };

const KEY = "tandem-pending-action";
const LIFETIME_MS = 60 * 60 * 1000;

/**
 * Stores the pending action of this tab until the visitor has signed in or registered and returns to `next`. It replaces
 * an earlier action.
 */
export function savePendingAction(action: PendingAction, next: string): void {
  const saved = { action, next: parseReturnPath(next), savedAt: Date.now() };
  sessionStorage.setItem(KEY, JSON.stringify(saved));
}

/** Removes and returns the pending action for the return path `next`; null if there is none. */
export function takePendingAction(next: string): PendingAction | null {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return null;
  sessionStorage.removeItem(KEY);
  const saved = JSON.parse(text) as { action: PendingAction; next: string; savedAt: number };
  const isCurrent = Date.now() - saved.savedAt < LIFETIME_MS;
  return isCurrent && saved.next === parseReturnPath(next) ? saved.action : null;
}
