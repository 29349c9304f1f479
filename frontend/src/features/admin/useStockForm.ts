import { type SyntheticEvent, useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { type DraftIdentity, useDraftedForm } from "../../components/useDraftedForm";
import { type StockValues, validateStock } from "./stockValues";
import type { StockRefusal } from "./useAdjustStock";

const EMPTY: StockValues = { kind: "change", units: "", note: "" };

interface StockFormOptions {
  draft: DraftIdentity;
  save: (values: StockValues) => Promise<StockRefusal | null>;
  onSaved: () => void;
}

/** The values, errors and submit handler of the stock form. It ignores further submits while one is in progress. */
export function useStockForm({ draft: identity, save, onSaved }: StockFormOptions) {
  const [message, setMessage] = useState<string | null>(null);
  const { form, draft } = useDraftedForm<StockValues>({
    initial: EMPTY,
    validate: validateStock,
    draft: identity,
  });

  const focusFirst = (errors: object) => {
    const field = ["units", "note"].find((name) => name in errors);
    if (field) form.getInputNode(field)?.focus();
  };

  const send = async (values: StockValues) => {
    setMessage(null);
    try {
      const refusal = await save(values);
      if (!refusal) {
        draft.clear();
        return onSaved();
      }
      form.setErrors(refusal.errors);
      setMessage(refusal.message);
      focusFirst(refusal.errors);
    } catch (error) {
      const problem = describeProblem(error, "admin");
      const advice = "The stock may already have changed. Check it before you try again.";
      setMessage(`${problem.title}. ${problem.message} ${advice}`);
    }
    return undefined;
  };

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    if (form.submitting) event.preventDefault();
    else form.onSubmit(send, focusFirst)(event);
  };
  return { form, message, submit, draft };
}
