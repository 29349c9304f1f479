import { createContext, use } from "react";

let attempts = 0;

/** A number that no earlier attempt had. */
export function nextAttempt(): number {
  attempts += 1;
  return attempts;
}

/** Set by whatever lets its content try again after a failure. */
export const AttemptContext = createContext(0);

/** Tells one try to load this part of the page from the next, so that a failed one is not found in a cache. */
export function useAttempt(): number {
  return use(AttemptContext);
}
