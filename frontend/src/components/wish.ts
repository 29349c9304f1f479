import { readNext } from "./nextPath";

interface Product {
  id: string;
  title: string;
}

/** What a visitor wanted when they were sent to sign in. */
export type Wish =
  | { kind: "basket"; product: Product; options: readonly string[] }
  | { kind: "like"; product: Product };

const KEY = "tandem-wish";
const LIFETIME_MS = 60 * 60 * 1000;

/**
 * Keeps a wish of this tab until somebody has signed in on the way to `next`, by an existing account or a new one.
 * It replaces an earlier wish.
 */
export function keepWish(wish: Wish, next: string): void {
  const kept = { wish, next: readNext(next), keptAt: Date.now() };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Takes the wish of who is on the way to `next`, so that it is fulfilled once; null where there is none. */
export function takeWish(next: string): Wish | null {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return null;
  sessionStorage.removeItem(KEY);
  const kept = JSON.parse(text) as { wish: Wish; next: string; keptAt: number };
  const isCurrent = Date.now() - kept.keptAt < LIFETIME_MS;
  return isCurrent && kept.next === readNext(next) ? kept.wish : null;
}
