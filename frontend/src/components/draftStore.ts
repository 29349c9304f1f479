import { useMemo, useSyncExternalStore } from "react";
import { createEmitter } from "../apollo/events";

/** The number is the version of the storage format. Change it with the format. */
const PREFIX = "tandem-draft-1:";

interface Entry {
  /** What the draft is about, for example the title of a product. */
  label: string;
  value: unknown;
}

/** The name and label of a stored draft. */
export interface SavedDraft {
  name: string;
  label: string;
}

const changed = createEmitter();

const keyOf = (owner: string, name: string) => `${PREFIX}${owner}:${name}`;

function readEntry(key: string): Entry | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Entry | null;
  } catch {
    return null;
  }
}

/** The value of a draft; null if there is no valid draft with this name. */
export function readDraft(owner: string | null, name: string): unknown {
  return owner === null ? null : (readEntry(keyOf(owner, name))?.value ?? null);
}

/**
 * Stores a draft for its owner until the tab is closed. Does nothing without an owner or if the storage is full.
 */
export function saveDraft(owner: string | null, name: string, entry: Entry): void {
  if (owner === null) return;
  try {
    sessionStorage.setItem(keyOf(owner, name), JSON.stringify(entry));
    changed.emit();
  } catch {
    // The form still contains the input.
  }
}

export function deleteDraft(owner: string | null, name: string): void {
  if (owner === null) return;
  sessionStorage.removeItem(keyOf(owner, name));
  changed.emit();
}

function namesOf(owner: string, prefix: string): string[] {
  const start = keyOf(owner, prefix);
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(keyOf(owner, "").length))
    .toSorted();
}

/** Deletes all drafts of an owner. */
export function deleteDrafts(owner: string): void {
  namesOf(owner, "").forEach((name) => sessionStorage.removeItem(keyOf(owner, name)));
  changed.emit();
}

/** The drafts of an owner whose names start with `prefix`. */
export function useSavedDrafts(owner: string | null, prefix: string): readonly SavedDraft[] {
  const found = useSyncExternalStore(changed.subscribe, () => {
    const names = owner === null ? [] : namesOf(owner, prefix);
    const drafts = names.map((name) => ({
      name,
      label: readEntry(keyOf(owner ?? "", name))?.label ?? "",
    }));
    return JSON.stringify(drafts);
  });
  return useMemo(() => JSON.parse(found) as SavedDraft[], [found]);
}
