import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";

/** The open dialog. */
export function dialog() {
  return within(screen.getByRole("dialog"));
}

export function field(label: RegExp): HTMLInputElement {
  return dialog().getByLabelText<HTMLInputElement>(label);
}

/** Clicks a button of the dialog. */
export function press(name: string): Promise<void> {
  return userEvent.click(dialog().getByRole("button", { name }));
}

/** Replaces the value of a field of the dialog. */
export async function fill(label: RegExp, text: string): Promise<void> {
  await userEvent.clear(field(label));
  await userEvent.type(field(label), text);
}
