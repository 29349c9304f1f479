import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useLocation } from "react-router";
import { createEntryMemory, entryOf } from "../../components/entryMemory";

const loaded = createEntryMemory("tandem:loaded");

/** How many items the list of the open page had when it was reloaded or left, and what keeps that number. */
export function useLoadedCount() {
  const entry = entryOf(useLocation());
  return useMemo(
    () => ({
      before: loaded.get(entry) ?? 0,
      remember: (count: number) => loaded.set(entry, count),
    }),
    [entry],
  );
}

interface Restoration {
  loaded: ReturnType<typeof useLoadedCount>;
  length: number;
  hasMore: boolean;
  loadMore: () => Promise<unknown>;
}

/** Loads more pages until the list is as long as it was, then remembers how it grows. */
export function useRestoredLength({
  loaded: { before, remember },
  length,
  hasMore,
  loadMore,
}: Restoration) {
  const asked = useRef(0);
  const isComplete = length >= before || !hasMore;
  const load = useEffectEvent(() => {
    // Once for each length: what fails is left to the button.
    if (asked.current === length) return;
    asked.current = length;
    loadMore().catch(() => {});
  });
  useEffect(() => {
    if (isComplete) remember(length);
    else load();
  }, [isComplete, length, remember]);
}
