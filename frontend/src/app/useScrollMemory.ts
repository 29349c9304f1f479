import { useEffect, useLayoutEffect, useRef } from "react";
import { useLocation, useNavigationType } from "react-router";

/** Starts a new page at its top, and returns to where one was on going back. Filters within a page do not scroll. */
export function useScrollMemory(): void {
  const { key, pathname } = useLocation();
  const kind = useNavigationType();
  const positions = useRef(new Map<string, number>());

  useEffect(() => {
    const remember = () => positions.current.set(key, window.scrollY);
    window.addEventListener("scroll", remember, { passive: true });
    return () => window.removeEventListener("scroll", remember);
  }, [key]);

  useLayoutEffect(() => {
    window.history.scrollRestoration = "manual";
    const before = kind === "POP" ? positions.current.get(key) : undefined;
    window.scrollTo({ top: before ?? 0, behavior: "instant" });
    // Only a change of page scrolls: key and kind also change with the filters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [pathname]);
}
