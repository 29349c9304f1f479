import { useEffect, useRef } from "react";

/**
 * For a list that grows when a button below it is pressed: `expect` before it grows, and the first new item's link
 * has the focus afterwards, as the button moves away or disappears.
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
