/** An option in the editor. Its key never changes, while the code of a new option may still change. */
export interface OptionDraft {
  key: string;
  code: string;
  name: string;
  picture: string;
  text: string;
  priceDifference: string;
  available: boolean;
  /** Whether the option has not been saved yet. The code can only be changed before the option is saved. */
  isNew: boolean;
}

export interface GroupDraft {
  key: string;
  code: string;
  name: string;
  required: boolean;
  maxChoices: string;
  options: OptionDraft[];
  isNew: boolean;
}

export type RuleKind = "ONLY" | "EXCLUDES" | "NEEDS";

/** A rule. It refers to options and groups by their keys. Empty keys mean that nothing is selected yet. */
export interface RuleDraft {
  key: string;
  kind: RuleKind;
  option: string;
  group: string;
  targets: string[];
}

export interface Draft {
  groups: GroupDraft[];
  rules: RuleDraft[];
}

/** The options of a product as the service returns them. */
export interface SavedOptions {
  optionGroups: readonly {
    id: string;
    code: string;
    name: string;
    required: boolean;
    maxChoices: number;
    options: readonly {
      id: string;
      code: string;
      name: string;
      picture?: string | null;
      text: string;
      priceDifference: string;
      available: boolean;
    }[];
  }[];
  optionRules: readonly {
    id: string;
    kind: RuleKind;
    option: { id: string };
    group?: { id: string } | null;
    targets: readonly { id: string }[];
  }[];
}

const optionKey = (id: string) => `option-${id}`;
const groupKey = (id: string) => `group-${id}`;

/** Converts saved options into a draft. */
export function toDraft({ optionGroups, optionRules }: SavedOptions): Draft {
  return {
    groups: optionGroups.map(({ id, code, name, required, maxChoices, options }) => ({
      key: groupKey(id),
      isNew: false,
      code,
      name,
      required,
      maxChoices: String(maxChoices),
      options: options.map((option) => ({
        key: optionKey(option.id),
        isNew: false,
        code: option.code,
        name: option.name,
        picture: option.picture ?? "",
        text: option.text,
        priceDifference: option.priceDifference,
        available: option.available,
      })),
    })),
    rules: optionRules.map(({ id, kind, option, group, targets }) => ({
      key: `rule-${id}`,
      kind,
      option: optionKey(option.id),
      group: group ? groupKey(group.id) : "",
      targets: targets.map((target) => optionKey(target.id)),
    })),
  };
}

export function optionsOf(draft: Draft): OptionDraft[] {
  return draft.groups.flatMap(({ options }) => options);
}

/** Converts a name into a code: "Neon, bright" becomes "neon-bright". */
export function toCode(name: string): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, "");
}

/** Returns the code, with a number appended if it is already taken. */
function freeCode(wanted: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return taken.has(wanted) ? `${wanted}-${number}` : wanted;
}

/** The codes by key. Items without a code get a unique code that is derived from their name. */
function codesOf(all: readonly { key: string; code: string; name: string }[]): Map<string, string> {
  const taken = new Set(all.map(({ code }) => code.trim()));
  const codes = new Map<string, string>();
  for (const { key, code, name } of all) {
    let found = code.trim();
    const wanted = toCode(name);
    if (found === "" && wanted !== "") found = freeCode(wanted, taken);
    taken.add(found);
    codes.set(key, found);
  }
  return codes;
}

/** Normalises an amount: removes the plus sign and uses a decimal point. */
export function toAmount(typed: string): string {
  return typed.trim().replace(",", ".").replace(/^\+/, "").replace("−", "-") || "0.00";
}

function codeIn(codes: ReadonlyMap<string, string>, key: string): string {
  return codes.get(key) ?? "";
}

/** Converts a draft into the input of the mutation, which refers to everything by code. */
export function toInput(draft: Draft) {
  const options = codesOf(optionsOf(draft));
  const groups = codesOf(draft.groups);
  return {
    groups: draft.groups.map((group) => ({
      code: codeIn(groups, group.key),
      name: group.name.trim(),
      required: group.required,
      maxChoices: Number(group.maxChoices.trim()),
      options: group.options.map((option) => ({
        code: codeIn(options, option.key),
        name: option.name.trim(),
        picture: option.picture.trim() || null,
        text: option.text.trim(),
        priceDifference: toAmount(option.priceDifference),
        available: option.available,
      })),
    })),
    rules: draft.rules.map(({ kind, option, group, targets }) => ({
      kind,
      option: codeIn(options, option),
      group: kind === "ONLY" ? codeIn(groups, group) : null,
      targets: targets.map((target) => codeIn(options, target)),
    })),
  };
}

export type OptionsInput = ReturnType<typeof toInput>;

/** Whether two drafts result in the same input. */
export function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(toInput(one)) === JSON.stringify(toInput(other));
}
