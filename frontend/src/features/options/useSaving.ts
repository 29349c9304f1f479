import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { toInput } from "./draft";
import { draftErrors, type PathErrors } from "./draftErrors";
import type { SavedProduct } from "./optionsFragments";
import type { useDraft } from "./useDraft";
import { useSetOptions } from "./useSetOptions";

const INVALID_FIELDS = "Correct the highlighted fields and try again.";
const NONE: PathErrors = {};

/** Focuses the first invalid field after it was marked. */
function focusFirstInvalid(): void {
  setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
}

interface SavingOptions {
  state: ReturnType<typeof useDraft>;
  /** Refetches the saved options. */
  refresh: () => Promise<void>;
}

/** Saves the draft, and holds the errors and the conflict of the last attempt. */
export function useSaving({ state, refresh }: SavingOptions) {
  const { base, draft, reset } = state;
  const set = useSetOptions();
  const [busy, setBusy] = useState(false);
  const [attempted, setAttempted] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const [errors, setErrors] = useState(NONE);
  const [inConflict, setInConflict] = useState(false);

  const finish = (saved: SavedProduct) => {
    setInConflict(false);
    setAttempted(false);
    setMessage(null);
    setErrors(NONE);
    reset(saved);
  };

  const send = async (version: number) => {
    const outcome = await set(base.id, toInput(draft), version);
    setInConflict(outcome.kind === "conflict");
    if (outcome.kind === "conflict") return refresh();
    if (outcome.kind === "refused") {
      setErrors(outcome.errors);
      setMessage(outcome.message);
      return focusFirstInvalid();
    }
    finish(outcome.product);
    notifications.show({
      id: "options-saved",
      title: "Options saved",
      message: "Customers will see your changes in the shop.",
    });
  };

  const save = async (version = base.optionsVersion) => {
    setAttempted(true);
    setErrors(NONE);
    if (Object.keys(draftErrors(draft)).length > 0) {
      setMessage(INVALID_FIELDS);
      return focusFirstInvalid();
    }
    setMessage(null);
    setBusy(true);
    try {
      await send(version);
    } catch (error) {
      const problem = describeProblem(error, "admin");
      setMessage(
        `${problem.title}. ${problem.message} Your changes are kept. Try again in a moment.`,
      );
    }
    setBusy(false);
  };
  /** Removes the errors of the service after a change. */
  const clearErrors = () => setErrors(NONE);
  return { save, finish, clearErrors, busy, attempted, message, errors, inConflict };
}
