/** Not all pages that hear of the same change ask at the same moment. */
const SPREAD_MS = 400;

/**
 * A function that has `task` run soon: at most once in `pauseMs` after it last ended, not at all while the page is
 * hidden, and always once more for what came while it ran. `stop` ends it.
 */
export function throttle(task: () => Promise<unknown>, pauseMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  let isRunning = false;
  let notBefore = 0;

  const run = async () => {
    timer = undefined;
    if (document.hidden) return;
    isWanted = false;
    isRunning = true;
    await task().finally(() => (isRunning = false));
    notBefore = Date.now() + pauseMs;
    if (isWanted) schedule();
  };
  const schedule = () => {
    if (timer !== undefined || isRunning) return;
    const rest = Math.max(0, notBefore - Date.now());
    timer = setTimeout(run, rest + Math.random() * SPREAD_MS);
  };
  const show = () => {
    if (isWanted) schedule();
  };
  document.addEventListener("visibilitychange", show);
  return {
    soon: () => {
      isWanted = true;
      schedule();
    },
    stop: () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", show);
    },
  };
}
