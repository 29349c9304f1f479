import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { type DraftIdentity, useDraftedForm } from "../../components/useDraftedForm";
import { type FieldErrors, type ProductValues, validate } from "./productValues";
import type { SaveOutcome } from "./saveOutcome";

interface ProductFormOptions {
  initial: ProductValues;
  isNew: boolean;
  draft: DraftIdentity;
  save: (values: ProductValues) => Promise<SaveOutcome>;
  onSaved: (values: ProductValues) => void;
}

/** The values, errors and submit handler of the product form. */
export function useProductForm(options: ProductFormOptions) {
  const { initial, isNew, save, onSaved } = options;
  const [message, setMessage] = useState<string | null>(null);
  const { form, draft } = useDraftedForm<ProductValues>({
    initial,
    validate: (values) => validate(values, isNew),
    draft: options.draft,
  });

  const focusFirst = (errors: FieldErrors | Record<string, unknown>) => {
    const field = Object.keys(form.values).find((name) => name in errors);
    if (field) form.getInputNode(field)?.focus();
  };

  const send = async (values: ProductValues) => {
    setMessage(null);
    try {
      const outcome = await save(values);
      if (outcome.kind === "saved") {
        draft.clear();
        onSaved(values);
      }
      if (outcome.kind !== "refused") return;
      form.setErrors(outcome.errors);
      setMessage(outcome.message);
      focusFirst(outcome.errors);
    } catch (error) {
      const problem = describeProblem(error, "admin");
      setMessage(
        `${problem.title}. ${problem.message} Your changes are kept. Try again in a moment.`,
      );
    }
  };

  return { form, message, submit: form.onSubmit(send, focusFirst), draft };
}

export type ProductFormState = ReturnType<typeof useProductForm>;
