import { createContext, use } from "react";

let attempt = 0;

/**
 * The number of the attempt that starts now. Rendering does not change it: React may render a part of the page several
 * times before it is on the page, and each of these renders must use the same request.
 */
export function currentAttempt(): number {
  return attempt;
}

/** A number that no earlier attempt had: for use after a failure, and when a part of the page has gone. */
export function nextAttempt(): number {
  attempt += 1;
  return attempt;
}

/** Set by whatever lets its content try again after a failure. */
export const AttemptContext = createContext(0);

/** Tells one try to load this part of the page from the next, so that a failed one is not found in a cache. */
export function useAttempt(): number {
  return use(AttemptContext);
}
