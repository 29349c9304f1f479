import { useEffect, useEffectEvent } from "react";
import { returns } from "./signal";

/** However often something has failed, it is tried again after this long. */
const LONGEST_MS = 30_000;

/** Twice as long after each run that failed since the last one that did not. */
function pauseAfter(failures: number, everyMs: number): number {
  return Math.max(everyMs, Math.min(LONGEST_MS, everyMs * 2 ** failures));
}

/**
 * Runs `task` again and again, `everyMs` after the last run ended, while the page is visible; at once when the page
 * comes back to the front or the device is online again. Not at all where `everyMs` is null. One that answers false
 * has failed: the pauses grow until it no longer does, or until a service that was away is there again.
 */
export function useRepeat(task: () => Promise<unknown>, everyMs: number | null): void {
  const run = useEffectEvent(task);
  useEffect(() => {
    if (everyMs === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    let running = false;
    let failures = 0;

    const schedule = () => {
      clearTimeout(timer);
      if (!stopped && !document.hidden) timer = setTimeout(turn, pauseAfter(failures, everyMs));
    };
    const turn = async () => {
      if (running || document.hidden) return;
      running = true;
      const answer = await run().finally(() => (running = false));
      failures = answer === false ? failures + 1 : 0;
      schedule();
    };
    const wake = () => {
      clearTimeout(timer);
      void turn();
    };

    const stopListening = returns.listen(() => {
      if (failures > 0) wake();
    });
    schedule();
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    return () => {
      stopped = true;
      clearTimeout(timer);
      stopListening();
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
    };
  }, [everyMs]);
}
