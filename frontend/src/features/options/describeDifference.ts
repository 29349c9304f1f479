import type { Draft } from "./draft";
import { toInput } from "./draft";

type Named = { name: string; code: string };

/** Describes the added, missing and changed items of two lists. */
function compare<Item extends Named>(theirs: readonly Item[], mine: readonly Item[]): string[] {
  const other = new Map(mine.map((item) => [item.code, item]));
  const codes = new Set(theirs.map(({ code }) => code));
  return [
    ...theirs.flatMap((item) => {
      const own = other.get(item.code);
      if (!own) return `${item.name} was added in their version.`;
      return JSON.stringify(own) === JSON.stringify(item) ? [] : `${item.name} is different.`;
    }),
    ...mine
      .filter(({ code }) => !codes.has(code))
      .map(({ name }) => `${name} is only in your version.`),
  ];
}

/** Describes how another user's saved options differ from the draft, with one sentence for each difference. */
export function describeDifference(theirs: Draft, mine: Draft): string[] {
  const [one, other] = [toInput(theirs), toInput(mine)];
  const bare = ({ options, ...group }: (typeof one.groups)[number]) => ({
    ...group,
    order: options.map(({ code }) => code),
  });
  const options = (input: typeof one) => input.groups.flatMap((group) => group.options);
  const sentences = [
    ...compare(one.groups.map(bare), other.groups.map(bare)).map((text) => `Group ${text}`),
    ...compare(options(one), options(other)),
  ];
  const rules = JSON.stringify(one.rules) === JSON.stringify(other.rules);
  return rules ? sentences : [...sentences, "The rules are different."];
}
