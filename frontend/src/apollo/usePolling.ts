import { useEffect, useEffectEvent } from "react";
import { serviceRestored } from "./events";

/** The maximum delay after failures. */
const MAX_DELAY_MS = 30_000;

/** Doubles the interval with each consecutive failure. */
function delayAfter(failures: number, everyMs: number): number {
  return Math.max(everyMs, Math.min(MAX_DELAY_MS, everyMs * 2 ** failures));
}

/**
 * Runs `task` repeatedly, `everyMs` after the last run ended, while the page is visible. Runs it immediately when the page
 * becomes visible or the device is online again. Does nothing if `everyMs` is null. A task fails by resolving to false:
 * the interval then grows until a run succeeds or an unavailable service responds again.
 */
export function usePolling(task: () => Promise<unknown>, everyMs: number | null): void {
  const run = useEffectEvent(task);
  useEffect(() => {
    if (everyMs === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    let running = false;
    let failures = 0;

    const schedule = () => {
      clearTimeout(timer);
      if (!stopped && !document.hidden) timer = setTimeout(runOnce, delayAfter(failures, everyMs));
    };
    const runOnce = async () => {
      if (running || document.hidden) return;
      running = true;
      const result = await run().finally(() => (running = false));
      failures = result === false ? failures + 1 : 0;
      schedule();
    };
    const runNow = () => {
      clearTimeout(timer);
      void runOnce();
    };

    const unsubscribe = serviceRestored.subscribe(() => {
      if (failures > 0) runNow();
    });
    schedule();
    document.addEventListener("visibilitychange", runNow);
    window.addEventListener("online", runNow);
    return () => {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      document.removeEventListener("visibilitychange", runNow);
      window.removeEventListener("online", runNow);
    };
  }, [everyMs]);
}
