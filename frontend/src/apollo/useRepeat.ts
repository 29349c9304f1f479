import { useEffect, useEffectEvent } from "react";

/**
 * Runs `task` again and again, `everyMs` after the last run ended, while the page is visible; at once when the page
 * comes back to the front or the device is online again.
 */
export function useRepeat(task: () => Promise<void>, everyMs: number): void {
  const run = useEffectEvent(task);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    let running = false;

    const schedule = () => {
      clearTimeout(timer);
      if (!stopped && !document.hidden) timer = setTimeout(turn, everyMs);
    };
    const turn = async () => {
      if (running || document.hidden) return;
      running = true;
      await run().finally(() => (running = false));
      schedule();
    };
    const wake = () => {
      clearTimeout(timer);
      void turn();
    };

    schedule();
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
    };
  }, [everyMs]);
}
