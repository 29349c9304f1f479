import { useEffect, useMemo, useState } from "react";
import { useDraftOwner } from "../../components/draftOwner";
import { deleteDraft, saveDraft, readDraft } from "../../components/draftStore";
import { useUnsavedWarning } from "../../components/useUnsavedWarning";
import { type Draft, isSame, toDraft } from "./draft";
import type { Change } from "./draftChanges";
import type { SavedProduct } from "./optionsFragments";

interface StoredDraft {
  base: SavedProduct;
  draft: Draft;
}

/** Reads the stored draft; null if there is none or it is invalid. */
function readStoredDraft(owner: string | null, name: string): StoredDraft | null {
  const stored = readDraft(owner, name) as Partial<StoredDraft> | null;
  if (!stored?.base || !Array.isArray(stored.draft?.groups) || !Array.isArray(stored.draft.rules))
    return null;
  return stored as StoredDraft;
}

/**
 * The draft of the options. Without changes, it follows the saved options. `base` are the saved options that the draft is
 * based on. Changes are stored until they are saved or discarded, so that they survive a reload.
 */
export function useDraft(product: SavedProduct) {
  const [owner] = useState(useDraftOwner());
  const name = `options/${product.id}`;
  const [before] = useState(() => readStoredDraft(owner, name));
  const [base, setBase] = useState(before?.base ?? product);
  const [draft, setDraft] = useState(() => before?.draft ?? toDraft(product));
  const isChanged = useMemo(() => !isSame(draft, toDraft(base)), [draft, base]);

  const reset = (saved: SavedProduct) => {
    setBase(saved);
    setDraft(toDraft(saved));
  };
  if (!isChanged && product.optionsVersion > base.optionsVersion) reset(product);

  useEffect(() => {
    if (isChanged) saveDraft(owner, name, { label: base.title, value: { base, draft } });
    else deleteDraft(owner, name);
  }, [owner, name, isChanged, base, draft]);
  useUnsavedWarning(isChanged, () => readDraft(owner, name) !== null);

  return {
    base,
    draft,
    isChanged,
    /** Whether the draft contains restored changes. */
    isRestored: before !== null && isChanged,
    change: (change: Change) => setDraft(change),
    reset,
    /** Discards the changes. */
    discard: () => {
      deleteDraft(owner, name);
      reset(product);
    },
  };
}
