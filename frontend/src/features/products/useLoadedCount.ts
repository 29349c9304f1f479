import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useLocation } from "react-router";
import { createHistoryMemory, historyEntryKey } from "../../components/historyMemory";

const loaded = createHistoryMemory("tandem:loaded");

/** The number of items that the list had before the page was left or reloaded, and a function that stores the number. */
export function useLoadedCount() {
  const entry = historyEntryKey(useLocation());
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

/** Loads pages until the list is as long as before, and then stores its length when it grows. */
export function useRestoredLength({
  loaded: { before, remember },
  length,
  hasMore,
  loadMore,
}: Restoration) {
  const requestedLength = useRef(0);
  const isComplete = length >= before || !hasMore;
  const load = useEffectEvent(() => {
    // Requests each page only once. After a failure, the user can click the button.
    if (requestedLength.current === length) return;
    requestedLength.current = length;
    loadMore().catch(() => {});
  });
  useEffect(() => {
    if (isComplete) remember(length);
    else load();
  }, [isComplete, length, remember]);
}
