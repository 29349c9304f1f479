import type { Draft } from "./draft";
import { toInput } from "./draft";

type Named = { name: string; code: string };

/** What each list has that the other has not, and what both have but differently. */
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

/** How what somebody else has saved differs from what is on the page, a sentence each. */
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
