import { useMemo, useSyncExternalStore } from "react";
import { createSignal } from "../apollo/signal";

/** The number changes with the form of what is kept, so that an older page's drafts are not misread. */
const PREFIX = "tandem-draft-1:";

interface Entry {
  /** What it is about, in the words of the page. */
  label: string;
  value: unknown;
}

/** A draft that is kept, by its name. */
export interface KeptDraft {
  name: string;
  label: string;
}

const changed = createSignal();

const keyOf = (owner: string, name: string) => `${PREFIX}${owner}:${name}`;

function readEntry(key: string): Entry | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Entry | null;
  } catch {
    return null;
  }
}

/** What was kept by this name; null where nothing is, or it cannot be read. */
export function readDraft(owner: string | null, name: string): unknown {
  return owner === null ? null : (readEntry(keyOf(owner, name))?.value ?? null);
}

/**
 * Keeps a draft for its owner, for as long as the tab is open. Without an owner, or where the browser has no room for it,
 * nothing is kept.
 */
export function keepDraft(owner: string | null, name: string, entry: Entry): void {
  if (owner === null) return;
  try {
    sessionStorage.setItem(keyOf(owner, name), JSON.stringify(entry));
    changed.send();
  } catch {
    // The form itself still has it.
  }
}

export function dropDraft(owner: string | null, name: string): void {
  if (owner === null) return;
  sessionStorage.removeItem(keyOf(owner, name));
  changed.send();
}

function namesOf(owner: string, prefix: string): string[] {
  const start = keyOf(owner, prefix);
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(keyOf(owner, "").length))
    .toSorted();
}

/** Forgets all that this owner has begun. */
export function dropDrafts(owner: string): void {
  namesOf(owner, "").forEach((name) => sessionStorage.removeItem(keyOf(owner, name)));
  changed.send();
}

/** The drafts whose names begin like this. */
export function useKeptDrafts(owner: string | null, prefix: string): readonly KeptDraft[] {
  const found = useSyncExternalStore(changed.listen, () => {
    const names = owner === null ? [] : namesOf(owner, prefix);
    const drafts = names.map((name) => ({
      name,
      label: readEntry(keyOf(owner ?? "", name))?.label ?? "",
    }));
    return JSON.stringify(drafts);
  });
  return useMemo(() => JSON.parse(found) as KeptDraft[], [found]);
}
