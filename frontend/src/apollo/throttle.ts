/** Spreads the requests of browsers that receive the same change at the same moment. */
const SPREAD_MS = 400;

/**
 * Throttles `task`. It runs soon after a request, but not within `pauseMs` after its last run ended and not while the page
 * is hidden. Requests during a run cause one more run. `stop` cancels a scheduled run.
 */
export function throttle(task: () => Promise<unknown>, pauseMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRequested = false;
  let isRunning = false;
  let notBefore = 0;

  const run = async () => {
    timer = undefined;
    if (document.hidden) return;
    isRequested = false;
    isRunning = true;
    await task().finally(() => (isRunning = false));
    notBefore = Date.now() + pauseMs;
    if (isRequested) schedule();
  };
  const schedule = () => {
    if (timer !== undefined || isRunning) return;
    const rest = Math.max(0, notBefore - Date.now());
    timer = setTimeout(run, rest + Math.random() * SPREAD_MS);
  };
  const onVisibilityChange = () => {
    if (isRequested) schedule();
  };
  document.addEventListener("visibilitychange", onVisibilityChange);
  return {
    request: () => {
      isRequested = true;
      schedule();
    },
    stop: () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibilityChange);
    },
  };
}
