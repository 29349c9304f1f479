import type { Location } from "react-router";
import { readTabStorage, writeTabStorage } from "./tabStorage";

/** The number of history entries that are stored. Older entries are dropped. */
const MAX_ENTRIES = 50;
/** React Router's key of a history entry that was opened by loading the document. */
const FRESH = "default";

type Saved = [entry: string, value: number][];

const isPair = (value: unknown) =>
  Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number";
const isSaved = (value: unknown): value is Saved => Array.isArray(value) && value.every(isPair);

/** Whether the document was opened by a new navigation, not by a reload or by going back. */
function isNewVisit(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type === "navigate";
}

/** Identifies an entry of the tab's history. The key does not change on reload. */
export function historyEntryKey({ key, pathname, search }: Location): string {
  return `${key} ${pathname}${search}`;
}

/** Stores a number for each entry of the tab's history. It is kept when the page is reloaded. */
export function createHistoryMemory(name: string) {
  const saved = readTabStorage(name, isSaved) ?? [];
  const isNew = isNewVisit();
  const values = new Map(saved.filter(([entry]) => !isNew || !entry.startsWith(`${FRESH} `)));
  const save = () => writeTabStorage(name, [...values].slice(-MAX_ENTRIES));
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);
  return {
    get: (entry: string) => values.get(entry),
    set: (entry: string, value: number) => {
      values.delete(entry);
      values.set(entry, value);
    },
  };
}
