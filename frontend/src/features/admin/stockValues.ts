/** Whether to change the stock by a number of units or to set it to a number. */
export type AdjustmentKind = "change" | "quantity";

/** The values of the stock form, as the user typed them. */
export interface StockValues {
  kind: AdjustmentKind;
  units: string;
  note: string;
}

const MOST = 1_000_000_000;

export const UNITS_RULE = "Enter a whole number from 0 to 1000000000.";

/** Whether the text is a valid number of units. */
export function isUnits(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= MOST;
}

/** Parses a change: "+5", "5" or "-5", also with the Unicode minus sign. */
export function readChange(text: string): number {
  return Number(text.trim().replace("−", "-"));
}

function changeError(text: string): string | null {
  const change = readChange(text);
  if (!Number.isInteger(change) || change === 0 || Math.abs(change) > MOST) {
    return "Enter a number to add, such as 12, or to remove, such as -3.";
  }
  return null;
}

/** Validates an adjustment by the rules of the service, so that most errors are shown before it is submitted. */
export function validateStock({ kind, units, note }: StockValues) {
  const isRight = kind === "change" ? changeError(units) === null : isUnits(units.trim());
  const rule = kind === "change" ? changeError(units) : UNITS_RULE;
  return {
    units: isRight ? null : rule,
    note: [...note.trim()].length > 200 ? "Use at most 200 characters." : null,
  };
}

/** Converts the values of the form into the input of the mutation. */
export function toAdjustment({ kind, units, note }: StockValues) {
  const value = kind === "change" ? readChange(units) : Number(units.trim());
  return { [kind]: value, note: note.trim() || null };
}
