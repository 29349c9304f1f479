import { useEffect, useLayoutEffect } from "react";
import { useLocation, useNavigationType } from "react-router";
import { createHistoryMemory, historyEntryKey } from "../components/historyMemory";

const positions = createHistoryMemory("tandem:scroll");
/** Events that show that the user interacts with the page. */
const USER_EVENTS = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/**
 * Scrolls to a position as soon as the page is long enough, because its content may still be loading. Stops when the user
 * interacts with the page. Returns a function that stops it.
 */
function scrollWhenPossible(top: number): () => void {
  const observer = new ResizeObserver(() => attempt());
  const stop = () => {
    observer.disconnect();
    for (const type of USER_EVENTS) window.removeEventListener(type, stop);
  };
  const attempt = () => {
    window.scrollTo({ top, behavior: "instant" });
    if (window.scrollY >= top - 1) stop();
  };
  for (const type of USER_EVENTS) window.addEventListener(type, stop, { passive: true });
  observer.observe(document.body);
  attempt();
  return stop;
}

/**
 * Scrolls to the top of a new page. After going back or reloading, restores the previous scroll position. Changes of
 * filters on the same page do not scroll.
 */
export function useScrollRestoration(): void {
  const location = useLocation();
  const kind = useNavigationType();
  const entry = historyEntryKey(location);

  useLayoutEffect(() => {
    window.history.scrollRestoration = "manual";
    return scrollWhenPossible((kind === "POP" && positions.get(entry)) || 0);
    // Scroll only when the path changes: entry and kind also change with the filters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [location.pathname]);

  useEffect(() => {
    const remember = () => positions.set(entry, window.scrollY);
    window.addEventListener("scroll", remember, { passive: true });
    // A reload right after scrolling prevents the scroll event. Capturing runs this before the memory is saved.
    window.addEventListener("pagehide", remember, { capture: true });
    return () => {
      window.removeEventListener("scroll", remember);
      window.removeEventListener("pagehide", remember, { capture: true });
    };
  }, [entry]);
}
