/** How a stock is put right: by so many, or to so many. */
export type AdjustmentKind = "change" | "quantity";

/** An adjustment as the form holds it: text as typed. */
export interface StockValues {
  kind: AdjustmentKind;
  units: string;
  note: string;
}

const MOST = 1_000_000_000;

export const UNITS_RULE = "Enter a whole number from 0 to 1000000000.";

/** Whether that is a number of units that a stock can have. */
export function isUnits(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= MOST;
}

/** What was typed as a change: "+5", "5" and "-5", also with a true minus sign. */
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

/** The rules that the service has for an adjustment, so that most mistakes show before anything is sent. */
export function validateStock({ kind, units, note }: StockValues) {
  const isRight = kind === "change" ? changeError(units) === null : isUnits(units.trim());
  const rule = kind === "change" ? changeError(units) : UNITS_RULE;
  return {
    units: isRight ? null : rule,
    note: [...note.trim()].length > 200 ? "Use at most 200 characters." : null,
  };
}

/** What is sent for what was typed. */
export function toAdjustment({ kind, units, note }: StockValues) {
  const value = kind === "change" ? readChange(units) : Number(units.trim());
  return { [kind]: value, note: note.trim() || null };
}
