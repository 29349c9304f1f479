import { useEffect, useMemo, useState } from "react";
import { useDraftOwner } from "../../components/draftOwner";
import { dropDraft, keepDraft, readDraft } from "../../components/draftStore";
import { useUnfinished } from "../../components/useUnfinished";
import { type Draft, isSame, toDraft } from "./draft";
import type { Change } from "./draftChanges";
import type { SavedProduct } from "./optionsFragments";

interface Kept {
  base: SavedProduct;
  draft: Draft;
}

/** What was left unsaved; null where nothing is, or where it is not what this editor keeps. */
function readKept(owner: string | null, name: string): Kept | null {
  const kept = readDraft(owner, name) as Partial<Kept> | null;
  if (!kept?.base || !Array.isArray(kept.draft?.groups) || !Array.isArray(kept.draft.rules))
    return null;
  return kept as Kept;
}

/**
 * The options as they are being edited. As long as nothing was changed they follow what is saved; `base` is what they
 * were made from. Changes are kept until they are saved or discarded, also over a reload.
 */
export function useDraft(product: SavedProduct) {
  const [owner] = useState(useDraftOwner());
  const name = `options/${product.id}`;
  const [before] = useState(() => readKept(owner, name));
  const [base, setBase] = useState(before?.base ?? product);
  const [draft, setDraft] = useState(() => before?.draft ?? toDraft(product));
  const isChanged = useMemo(() => !isSame(draft, toDraft(base)), [draft, base]);

  const reset = (saved: SavedProduct) => {
    setBase(saved);
    setDraft(toDraft(saved));
  };
  if (!isChanged && product.optionsVersion > base.optionsVersion) reset(product);

  useEffect(() => {
    if (isChanged) keepDraft(owner, name, { label: base.title, value: { base, draft } });
    else dropDraft(owner, name);
  }, [owner, name, isChanged, base, draft]);
  useUnfinished(isChanged, () => readDraft(owner, name) !== null);

  return {
    base,
    draft,
    isChanged,
    /** Whether these are changes that were left unsaved before. */
    isRestored: before !== null && isChanged,
    change: (change: Change) => setDraft(change),
    reset,
    /** Gives the changes up, before one leaves. */
    discard: () => {
      dropDraft(owner, name);
      reset(product);
    },
  };
}
