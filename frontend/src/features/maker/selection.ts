/** The most options that the service takes at once. */
const MOST = 60;

/** The options that the address names: each once, in the order of their numbers. */
export function readSelection(params: URLSearchParams): string[] {
  const ids = (params.get("options") ?? "").split(",").filter((id) => /^\d{1,18}$/.test(id));
  return [...new Set(ids)].toSorted((a, b) => Number(a) - Number(b)).slice(0, MOST);
}

/** The same address with these options; commas stay commas, so that it can be read. */
export function writeSelection(params: URLSearchParams, selected: readonly string[]): string {
  const next = new URLSearchParams(params);
  next.delete("options");
  const rest = next.toString();
  const options = selected.length > 0 ? `options=${selected.join(",")}` : "";
  return [rest, options].filter(Boolean).join("&");
}

/** What the customer has pressed: an option to choose or to give up. */
export interface Pick {
  optionId: string;
  /** Also where others have to be given up for it. */
  anyway: boolean;
}

interface Group {
  maxChoices: number;
  options: readonly { id: string }[];
}

/**
 * Which of a group's options to show as chosen: those that are, and what was pressed since. That is only what the
 * controls say; what follows from it the service decides.
 */
export function shownAsChosen(
  { maxChoices, options }: Group,
  selected: readonly string[],
  waiting: readonly Pick[],
): ReadonlySet<string> {
  const own = new Set(options.map(({ id }) => id));
  const chosen = new Set(selected.filter((id) => own.has(id)));
  for (const { optionId } of waiting.filter((pick) => own.has(pick.optionId))) {
    if (chosen.delete(optionId)) continue;
    if (maxChoices === 1) chosen.clear();
    chosen.add(optionId);
  }
  return chosen;
}

interface Option {
  id: string;
  state: "CHOSEN" | "AVAILABLE" | "BLOCKED";
  /** What is chosen after choosing it, or giving it up; null where it cannot be had. */
  next?: readonly string[] | null;
}

/** What is chosen after that, as the service has worked it out; null where nothing changes. */
export function afterPick(options: readonly Option[], pick: Pick): readonly string[] | null {
  const option = options.find(({ id }) => id === pick.optionId);
  if (!option?.next || (option.state === "BLOCKED" && !pick.anyway)) return null;
  return option.next;
}
