/** How often the clock is checked, and the gap between two checks that means that the device was asleep. */
const CHECK_MS = 5_000;
const SLEEP_MS = 30_000;

/**
 * Calls `listener` when a connection may be dead without a close event, or when a reconnect may succeed: the device is
 * online again, was asleep, or the page becomes visible. Returns a function that unsubscribes.
 */
export function onPossibleReconnect(listener: () => void): () => void {
  let checkedAt = Date.now();
  const check = () => {
    const wasAsleep = Date.now() - checkedAt > SLEEP_MS;
    checkedAt = Date.now();
    if (wasAsleep) listener();
  };
  const timer = setInterval(check, CHECK_MS);
  const onVisibilityChange = () => {
    if (!document.hidden) listener();
  };
  document.addEventListener("visibilitychange", onVisibilityChange);
  window.addEventListener("online", listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisibilityChange);
    window.removeEventListener("online", listener);
  };
}
