import { useForm } from "@mantine/form";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { type FieldErrors, type ProductValues, validate } from "./productValues";
import type { SaveOutcome } from "./saveOutcome";

interface ProductFormOptions {
  initial: ProductValues;
  isNew: boolean;
  save: (values: ProductValues) => Promise<SaveOutcome>;
  onSaved: (values: ProductValues) => void;
}

/** The form's values and errors, and what happens when it is sent. */
export function useProductForm({ initial, isNew, save, onSaved }: ProductFormOptions) {
  const [message, setMessage] = useState<string | null>(null);
  const form = useForm<ProductValues>({
    initialValues: initial,
    validate: (values) => validate(values, isNew),
  });

  const focusFirst = (errors: FieldErrors | Record<string, unknown>) => {
    const field = Object.keys(form.values).find((name) => name in errors);
    if (field) form.getInputNode(field)?.focus();
  };

  const send = async (values: ProductValues) => {
    setMessage(null);
    try {
      const outcome = await save(values);
      if (outcome.kind === "saved") onSaved(values);
      if (outcome.kind !== "refused") return;
      form.setErrors(outcome.errors);
      setMessage(outcome.message);
      focusFirst(outcome.errors);
    } catch (error) {
      const problem = describeProblem(error, "admin");
      setMessage(`${problem.title}. ${problem.message} Nothing is lost: try again in a moment.`);
    }
  };

  return { form, message, submit: form.onSubmit(send, focusFirst) };
}

export type ProductFormState = ReturnType<typeof useProductForm>;
