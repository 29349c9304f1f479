import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { type Draft, isSame, toDraft } from "./draft";
import type { Change } from "./draftChanges";
import type { SavedProduct } from "./optionsFragments";

/** What was left unsaved, by product: it is there again when one comes back. */
const left = new Map<string, { base: SavedProduct; draft: Draft }>();

/**
 * The options as they are being edited. As long as nothing was changed they follow what is saved; `base` is what they
 * were made from.
 */
export function useDraft(product: SavedProduct) {
  const [before] = useState(() => left.get(product.id));
  const [base, setBase] = useState(before?.base ?? product);
  const [draft, setDraft] = useState(() => before?.draft ?? toDraft(product));
  const isChanged = useMemo(() => !isSame(draft, toDraft(base)), [draft, base]);

  const reset = (saved: SavedProduct) => {
    setBase(saved);
    setDraft(toDraft(saved));
  };
  if (!isChanged && product.optionsVersion > base.optionsVersion) reset(product);

  const keep = useEffectEvent(() => {
    if (isChanged) left.set(product.id, { base, draft });
    else left.delete(product.id);
  });
  useEffect(() => () => keep(), []);

  return {
    base,
    draft,
    isChanged,
    /** Whether these are changes that were left unsaved before. */
    isRestored: before !== undefined && isChanged,
    change: (change: Change) => setDraft(change),
    reset,
  };
}
