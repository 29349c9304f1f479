import { type SyntheticEvent, useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { type DraftIdentity, useDraftedForm } from "../../components/useDraftedForm";
import { ACCOUNT_SERVICE_NAME } from "../../config";
import type { Outcome } from "./outcome";

/** The message above the submit button. */
export interface FormMessage {
  text: string;
  /** The timestamp from which a retry may succeed, in milliseconds. */
  retryAt: number | null;
}

interface AccountFormOptions<Values> {
  initial: Values;
  validate: (values: Values) => Record<string, string | null>;
  send: (values: Values) => Promise<Outcome>;
  onDone?: (values: Values) => void;
  /** Identifies the stored draft. Without it, the input is not stored. */
  draft?: DraftIdentity;
}

const waitUntil = (seconds: number | null) =>
  seconds === null ? null : Date.now() + seconds * 1000;

/**
 * The values, errors and submit handler of a form. It focuses the first invalid field and ignores further submits while
 * one is in progress.
 */
export function useAccountForm<Values extends Record<string, string>>(
  options: AccountFormOptions<Values>,
) {
  const [message, setMessage] = useState<FormMessage | null>(null);
  const { form, draft } = useDraftedForm<Values>({
    initial: options.initial,
    validate: options.validate,
    draft: options.draft ?? null,
  });

  const focusFirst = (errors: object) => {
    const field = Object.keys(form.getValues()).find((name) => name in errors);
    if (field) form.getInputNode(field)?.focus();
  };

  const send = async (values: Values) => {
    setMessage(null);
    try {
      const outcome = await options.send(values);
      if (outcome.kind === "done") {
        draft.clear();
        return options.onDone?.(values);
      }
      const { errors, message: text, retryAfterSeconds } = outcome;
      form.setErrors(errors);
      if (text) setMessage({ text, retryAt: waitUntil(retryAfterSeconds) });
      focusFirst(errors);
    } catch (error) {
      const problem = describeProblem(error, "admin", ACCOUNT_SERVICE_NAME);
      setMessage({ text: `${problem.title}. ${problem.message}`, retryAt: null });
    }
  };

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    if (form.submitting) event.preventDefault();
    else form.onSubmit(send, focusFirst)(event);
  };
  return { form, message, submit, draft };
}
