/** The maximum number of options that the service accepts. */
const MAX_OPTIONS = 60;

/** Parses the selected option ids from the URL. They are unique and sorted. */
export function readSelection(params: URLSearchParams): string[] {
  const ids = (params.get("options") ?? "").split(",").filter((id) => /^\d{1,18}$/.test(id));
  return [...new Set(ids)].toSorted((a, b) => Number(a) - Number(b)).slice(0, MAX_OPTIONS);
}

/** The query string with these options. Commas are not encoded, to keep the URL readable. */
export function writeSelection(params: URLSearchParams, selected: readonly string[]): string {
  const next = new URLSearchParams(params);
  next.delete("options");
  const rest = next.toString();
  const options = selected.length > 0 ? `options=${selected.join(",")}` : "";
  return [rest, options].filter(Boolean).join("&");
}

/** A click on an option, which selects or deselects it. */
export interface OptionToggle {
  optionId: string;
  /** Also selects a blocked option, which removes the conflicting options. */
  force: boolean;
}

interface Group {
  maxChoices: number;
  options: readonly { id: string }[];
}

/**
 * The options of a group that the controls show as selected: the current selection plus pending toggles. The service
 * decides about the resulting selection.
 */
export function optimisticSelection(
  { maxChoices, options }: Group,
  selected: readonly string[],
  pending: readonly OptionToggle[],
): ReadonlySet<string> {
  const own = new Set(options.map(({ id }) => id));
  const chosen = new Set(selected.filter((id) => own.has(id)));
  for (const { optionId } of pending.filter((toggle) => own.has(toggle.optionId))) {
    if (chosen.delete(optionId)) continue;
    if (maxChoices === 1) chosen.clear();
    chosen.add(optionId);
  }
  return chosen;
}

interface Option {
  id: string;
  state: "CHOSEN" | "AVAILABLE" | "BLOCKED";
  /** The selection after toggling the option; null if it cannot be selected. */
  next?: readonly string[] | null;
}

/** The selection after a toggle, as computed by the service; null if nothing changes. */
export function selectionAfter(
  options: readonly Option[],
  toggle: OptionToggle,
): readonly string[] | null {
  const option = options.find(({ id }) => id === toggle.optionId);
  if (!option?.next || (option.state === "BLOCKED" && !toggle.force)) return null;
  return option.next;
}
