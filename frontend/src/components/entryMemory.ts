import type { Location } from "react-router";
import { readTabMemory, writeTabMemory } from "./tabMemory";

/** How many entries of the tab's history are kept, the latest ones. */
const KEPT = 50;
/** React Router's key of an entry that was opened by loading a document. */
const FRESH = "default";

type Saved = [entry: string, value: number][];

const isPair = (value: unknown) =>
  Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number";
const isSaved = (value: unknown): value is Saved => Array.isArray(value) && value.every(isPair);

/** Whether an address was opened anew, instead of reloaded or gone back to. */
function isNewVisit(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type === "navigate";
}

/** Names an entry of the tab's history. It is the same after a reload. */
export function entryOf({ key, pathname, search }: Location): string {
  return `${key} ${pathname}${search}`;
}

/** A number for each entry of the tab's history, which outlasts a reload of the page. */
export function createEntryMemory(name: string) {
  const saved = readTabMemory(name, isSaved) ?? [];
  const isNew = isNewVisit();
  const values = new Map(saved.filter(([entry]) => !isNew || !entry.startsWith(`${FRESH} `)));
  const save = () => writeTabMemory(name, [...values].slice(-KEPT));
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
