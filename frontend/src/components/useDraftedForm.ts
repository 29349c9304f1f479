import { useForm, type UseFormInput } from "@mantine/form";
import { useEffect, useState } from "react";
import { useDraftOwner } from "./draftOwner";
import { deleteDraft, saveDraft, readDraft } from "./draftStore";
import { useUnsavedWarning } from "./useUnsavedWarning";

/** Identifies the draft of a form. */
export interface DraftIdentity {
  name: string;
  label: string;
  /** The version of the data that the input is based on, such as the version of a product. */
  basis?: number;
  /** Fields that are never stored. */
  secret?: readonly string[];
  /** The owner of the draft, if it is not the signed-in user. */
  owner?: string;
}

interface DraftedFormOptions<Values> {
  initial: Values;
  validate: UseFormInput<Values>["validate"];
  /** Null for a form without a draft. */
  draft: DraftIdentity | null;
}

interface Stored {
  basis: number;
  values: Record<string, string>;
}

/** Reads the stored values of a form and the version that they are based on. */
export function readFormDraft(owner: string | null, name: string): Stored | null {
  const stored = readDraft(owner, name) as Partial<Stored> | null;
  if (typeof stored?.values !== "object" || stored.values === null) return null;
  return { basis: stored.basis ?? 0, values: stored.values };
}

/** The stored values of fields that the form has. A draft of another release may contain other fields. */
function pickKnown<Values extends object>(initial: Values, stored: Stored | null): Partial<Values> {
  const known = Object.entries(stored?.values ?? {}).filter(
    ([field, text]) => field in initial && typeof text === "string",
  );
  return Object.fromEntries(known) as Partial<Values>;
}

/**
 * A form whose input is stored until it is submitted or discarded. It is restored when the user opens the form again, for
 * example after a reload, a visit to another page or the end of the session.
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
    if (value === null) deleteDraft(owner, name);
    else saveDraft(owner, name, { label, value: JSON.parse(value) });
  }, [owner, name, label, value]);
  useUnsavedWarning(isUnsaved, () => readDraft(owner, name) !== null);

  /** Deletes the stored draft. Call it when the input has been submitted or discarded. */
  const clear = () => deleteDraft(owner, name);
  const discard = () => {
    clear();
    form.setValues(initial);
    form.clearErrors();
    setRestored(false);
  };
  return { form, draft: { isUnsaved, isRestored: isRestored && isUnsaved, clear, discard } };
}

export type FormDraft = ReturnType<typeof useDraftedForm>["draft"];
