import { useEffect, useLayoutEffect } from "react";
import { useLocation, useNavigationType } from "react-router";
import { createEntryMemory, entryOf } from "../components/entryMemory";

const positions = createEntryMemory("tandem:scroll");
/** What shows that the reader has begun to move about the page. */
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/**
 * Scrolls to a position as soon as the page is long enough: after a reload its content is still on its way. Gives up
 * when the reader moves first. Returns a function that ends the attempt.
 */
function scrollWhenPossible(top: number): () => void {
  const observer = new ResizeObserver(() => attempt());
  const stop = () => {
    observer.disconnect();
    for (const move of MOVES) window.removeEventListener(move, stop);
  };
  const attempt = () => {
    window.scrollTo({ top, behavior: "instant" });
    if (window.scrollY >= top - 1) stop();
  };
  for (const move of MOVES) window.addEventListener(move, stop, { passive: true });
  observer.observe(document.body);
  attempt();
  return stop;
}

/**
 * Starts a new page at its top, and returns to the position in a page that is gone back to or reloaded. Filters within
 * a page do not scroll.
 */
export function useScrollMemory(): void {
  const location = useLocation();
  const kind = useNavigationType();
  const entry = entryOf(location);

  useLayoutEffect(() => {
    window.history.scrollRestoration = "manual";
    return scrollWhenPossible((kind === "POP" && positions.get(entry)) || 0);
    // Only a change of page scrolls: entry and kind also change with the filters.
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
