import { createContext, use } from "react";

let attempt = 0;

/**
 * The number of the current attempt. Rendering does not change it: React may render a component several times before it
 * mounts, and all of these renders must use the same request.
 */
export function currentAttempt(): number {
  return attempt;
}

/** Returns a new attempt number. Call it after a failure and when a part of the page unmounts. */
export function nextAttempt(): number {
  attempt += 1;
  return attempt;
}

/** Set by components that let their content retry after a failure. */
export const AttemptContext = createContext(0);

/** Identifies an attempt to load this part of the page, so that a retry does not find the cached failure. */
export function useAttempt(): number {
  return use(AttemptContext);
}
