/** How often the clock is looked at, and a gap in which the device must have slept. */
const LOOK_MS = 5_000;
const SLEPT_MS = 30_000;

/**
 * Calls `listener` when a connection may have died unnoticed or may be had again: the device is online again or has
 * slept, or the page comes back to the front. Returns what ends the listening.
 */
export function listenToWaking(listener: () => void): () => void {
  let lookedAt = Date.now();
  const look = () => {
    const slept = Date.now() - lookedAt > SLEPT_MS;
    lookedAt = Date.now();
    if (slept) listener();
  };
  const timer = setInterval(look, LOOK_MS);
  const show = () => {
    if (!document.hidden) listener();
  };
  document.addEventListener("visibilitychange", show);
  window.addEventListener("online", listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", show);
    window.removeEventListener("online", listener);
  };
}
