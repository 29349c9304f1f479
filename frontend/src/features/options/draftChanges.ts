import { randomKey } from "../../components/randomKey";
import type { Draft, GroupDraft, OptionDraft, RuleDraft } from "./draft";

export type Change = (draft: Draft) => Draft;

function patched<Item extends { key: string }>(list: Item[], key: string, part: Partial<Item>) {
  return list.map((item) => (item.key === key ? { ...item, ...part } : item));
}

/** The list with one item moved by a place; the same where there is no such place. */
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

/** A rule without options that are gone; null where nothing is left of it. */
function withoutOptions(rule: RuleDraft, gone: ReadonlySet<string>): RuleDraft | null {
  const targets = rule.targets.filter((target) => !gone.has(target));
  if (gone.has(rule.option)) return null;
  if (targets.length === 0 && rule.targets.length > 0) return null;
  return { ...rule, targets };
}

function withoutInRules(rules: RuleDraft[], gone: ReadonlySet<string>): RuleDraft[] {
  return rules.flatMap((rule) => withoutOptions(rule, gone) ?? []);
}

/** Removes an option, and what rules say of it. */
export function removeOption(key: string): Change {
  return ({ groups, rules }) => ({
    groups: groups.map((group) => ({
      ...group,
      options: group.options.filter((option) => option.key !== key),
    })),
    rules: withoutInRules(rules, new Set([key])),
  });
}

/** Removes a group with its options, and what rules say of them. */
export function removeGroup(key: string): Change {
  return ({ groups, rules }) => {
    const options = groups.find((group) => group.key === key)?.options ?? [];
    const left = rules.filter((rule) => rule.group !== key);
    return {
      groups: groups.filter((group) => group.key !== key),
      rules: withoutInRules(left, new Set(options.map((option) => option.key))),
    };
  };
}

export function addRule(): Change {
  const rule: RuleDraft = { key: randomKey(), kind: "ONLY", option: "", group: "", targets: [] };
  return (draft) => ({ ...draft, rules: [...draft.rules, rule] });
}

/** Changes a rule; of its targets those stay that it can still have. */
export function changeRule(key: string, part: Partial<RuleDraft>): Change {
  return (draft) => ({
    ...draft,
    rules: draft.rules.map((rule) =>
      rule.key === key ? settled(draft, { ...rule, ...part }) : rule,
    ),
  });
}

function settled(draft: Draft, rule: RuleDraft): RuleDraft {
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

/** The options that a rule can have as its targets. */
export function targetsFor({ groups }: Draft, { kind, option, group }: RuleDraft): OptionDraft[] {
  return groups
    .filter(({ key }) => kind !== "ONLY" || key === group)
    .flatMap(({ options }) => options)
    .filter(({ key }) => key !== option);
}
