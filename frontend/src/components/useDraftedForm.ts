import { useForm, type UseFormInput } from "@mantine/form";
import { useEffect, useState } from "react";
import { useDraftOwner } from "./draftOwner";
import { dropDraft, keepDraft, readDraft } from "./draftStore";
import { useUnfinished } from "./useUnfinished";

/** Under which name a form's text is kept, and what it is about. */
export interface DraftIdentity {
  name: string;
  label: string;
  /** What the text was typed for, such as a product's version. */
  basis?: number;
  /** Fields that are never kept. */
  secret?: readonly string[];
  /** Whose draft it is, where that is not whoever is signed in. */
  owner?: string;
}

interface DraftedFormOptions<Values> {
  initial: Values;
  validate: UseFormInput<Values>["validate"];
  /** Null for a form whose text is not kept. */
  draft: DraftIdentity | null;
}

interface Stored {
  basis: number;
  values: Record<string, string>;
}

/** What was kept of a form, and the basis that it was typed for. */
export function readFormDraft(owner: string | null, name: string): Stored | null {
  const stored = readDraft(owner, name) as Partial<Stored> | null;
  if (typeof stored?.values !== "object" || stored.values === null) return null;
  return { basis: stored.basis ?? 0, values: stored.values };
}

/** The fields of the form that were kept as text: those of an older form may be others. */
function pickKnown<Values extends object>(initial: Values, stored: Stored | null): Partial<Values> {
  const known = Object.entries(stored?.values ?? {}).filter(
    ([field, text]) => field in initial && typeof text === "string",
  );
  return Object.fromEntries(known) as Partial<Values>;
}

/**
 * A form whose text outlives what interrupts it: a reload, another page, a session that has ended. It is kept for its
 * user until it is sent or discarded, and is there again when the form is opened again.
 */
export function useDraftedForm<Values extends object>(options: DraftedFormOptions<Values>) {
  const { initial, validate, draft } = options;
  const signedIn = useDraftOwner();
  const [owner] = useState(draft?.owner ?? signedIn);
  const [found] = useState(() => draft && readFormDraft(owner, draft.name));
  const [isRestored, setRestored] = useState(found !== null);
  const form = useForm<Values>({
    initialValues: { ...initial, ...pickKnown(initial, found) },
    validate,
  });

  const { name = "", label = "", basis = 0, secret = [] } = draft ?? {};
  const typed = Object.entries(form.values).filter(
    ([field, text]) => text !== initial[field as keyof Values],
  );
  const isUnsaved = draft !== null && typed.length > 0;
  const kept = Object.fromEntries(typed.filter(([field]) => !secret.includes(field)));
  const value = Object.keys(kept).length > 0 ? JSON.stringify({ basis, values: kept }) : null;

  useEffect(() => {
    if (!name) return;
    if (value === null) dropDraft(owner, name);
    else keepDraft(owner, name, { label, value: JSON.parse(value) });
  }, [owner, name, label, value]);
  useUnfinished(isUnsaved, () => readDraft(owner, name) !== null);

  /** To be called when the text has been sent or is given up. */
  const drop = () => dropDraft(owner, name);
  const discard = () => {
    drop();
    form.setValues(initial);
    form.clearErrors();
    setRestored(false);
  };
  return { form, draft: { isUnsaved, isRestored: isRestored && isUnsaved, drop, discard } };
}

export type FormDraft = ReturnType<typeof useDraftedForm>["draft"];
