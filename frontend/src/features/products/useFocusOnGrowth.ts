import { useEffect, useRef } from "react";

/**
 * Moves the focus to the first new item after a "Load more" button was clicked, because the button moves or disappears. Call
 * `expect` before the list grows.
 */
export function useFocusOnGrowth(length: number) {
  const list = useRef<HTMLUListElement>(null);
  const expectedAfter = useRef<number | null>(null);
  useEffect(() => {
    const before = expectedAfter.current;
    if (before === null || length <= before) return;
    expectedAfter.current = null;
    list.current?.children[before]?.querySelector("a")?.focus({ preventScroll: true });
  }, [length]);
  const expect = () => {
    expectedAfter.current = length;
  };
  return { list, expect };
}
