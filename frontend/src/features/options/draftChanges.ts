import { randomKey } from "../../components/randomKey";
import type { Draft, GroupDraft, OptionDraft, RuleDraft } from "./draft";

export type Change = (draft: Draft) => Draft;

function patched<Item extends { key: string }>(list: Item[], key: string, part: Partial<Item>) {
  return list.map((item) => (item.key === key ? { ...item, ...part } : item));
}

/** Moves an item by one position. Returns the same list if there is no such position. */
function moved<Item extends { key: string }>(list: Item[], key: string, by: 1 | -1): Item[] {
  const from = list.findIndex((item) => item.key === key);
  const [one, other] = [list[from], list[from + by]];
  if (!one || !other) return list;
  return list.with(from, other).with(from + by, one);
}

const inGroups =
  (change: (group: GroupDraft) => GroupDraft): Change =>
  (draft) => ({ ...draft, groups: draft.groups.map(change) });

export function addGroup(): Change {
  const group: GroupDraft = {
    key: randomKey(),
    isNew: true,
    code: "",
    name: "",
    required: false,
    maxChoices: "1",
    options: [],
  };
  return (draft) => ({ ...draft, groups: [...draft.groups, group] });
}

export function changeGroup(key: string, part: Partial<GroupDraft>): Change {
  return (draft) => ({ ...draft, groups: patched(draft.groups, key, part) });
}

export function moveGroup(key: string, by: 1 | -1): Change {
  return (draft) => ({ ...draft, groups: moved(draft.groups, key, by) });
}

export function addOption(groupKey: string): Change {
  const option: OptionDraft = {
    key: randomKey(),
    isNew: true,
    code: "",
    name: "",
    picture: "",
    text: "",
    priceDifference: "0.00",
    available: true,
  };
  return inGroups((group) =>
    group.key === groupKey ? { ...group, options: [...group.options, option] } : group,
  );
}

export function changeOption(key: string, part: Partial<OptionDraft>): Change {
  return inGroups((group) => ({ ...group, options: patched(group.options, key, part) }));
}

export function moveOption(key: string, by: 1 | -1): Change {
  return inGroups((group) => ({ ...group, options: moved(group.options, key, by) }));
}

/** Removes deleted options from a rule; null if the rule becomes empty. */
function removeFromRule(rule: RuleDraft, removed: ReadonlySet<string>): RuleDraft | null {
  const targets = rule.targets.filter((target) => !removed.has(target));
  if (removed.has(rule.option)) return null;
  if (targets.length === 0 && rule.targets.length > 0) return null;
  return { ...rule, targets };
}

function removeFromRules(rules: RuleDraft[], removed: ReadonlySet<string>): RuleDraft[] {
  return rules.flatMap((rule) => removeFromRule(rule, removed) ?? []);
}

/** Removes an option, also from the rules. */
export function removeOption(key: string): Change {
  return ({ groups, rules }) => ({
    groups: groups.map((group) => ({
      ...group,
      options: group.options.filter((option) => option.key !== key),
    })),
    rules: removeFromRules(rules, new Set([key])),
  });
}

/** Removes a group with its options, also from the rules. */
export function removeGroup(key: string): Change {
  return ({ groups, rules }) => {
    const options = groups.find((group) => group.key === key)?.options ?? [];
    const left = rules.filter((rule) => rule.group !== key);
    return {
      groups: groups.filter((group) => group.key !== key),
      rules: removeFromRules(left, new Set(options.map((option) => option.key))),
    };
  };
}

export function addRule(): Change {
  const rule: RuleDraft = { key: randomKey(), kind: "ONLY", option: "", group: "", targets: [] };
  return (draft) => ({ ...draft, rules: [...draft.rules, rule] });
}

/** Changes a rule and removes targets that are no longer valid. */
export function changeRule(key: string, part: Partial<RuleDraft>): Change {
  return (draft) => ({
    ...draft,
    rules: draft.rules.map((rule) =>
      rule.key === key ? withValidTargets(draft, { ...rule, ...part }) : rule,
    ),
  });
}

function withValidTargets(draft: Draft, rule: RuleDraft): RuleDraft {
  const possible = new Set(targetsFor(draft, rule).map(({ key }) => key));
  return {
    ...rule,
    group: rule.kind === "ONLY" ? rule.group : "",
    targets: rule.targets.filter((target) => possible.has(target)),
  };
}

export function removeRule(key: string): Change {
  return (draft) => ({ ...draft, rules: draft.rules.filter((rule) => rule.key !== key) });
}

/** The options that are valid targets of a rule. */
export function targetsFor({ groups }: Draft, { kind, option, group }: RuleDraft): OptionDraft[] {
  return groups
    .filter(({ key }) => kind !== "ONLY" || key === group)
    .flatMap(({ options }) => options)
    .filter(({ key }) => key !== option);
}
