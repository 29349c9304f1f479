import { type Draft, type OptionDraft, toAmount } from "./draft";

/** Error messages by the path of the field, in the format of the service: "groups.0.options.2.code". */
export type PathErrors = Readonly<Record<string, string>>;

const AMOUNT = /^-?\d{1,10}(\.\d{1,2})?$/;
const MOST_CHOICES = 20;

function optionErrors(option: OptionDraft): Record<string, string | false> {
  return {
    name: !option.name.trim() && "Enter a name.",
    priceDifference:
      !AMOUNT.test(toAmount(option.priceDifference)) && "Enter an amount such as 0.50 or -1.00.",
  };
}

function isCount(text: string): boolean {
  return /^\d{1,2}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MOST_CHOICES;
}

/** Errors that prevent the draft from being sent. The service checks everything else. */
export function draftErrors({ groups, rules }: Draft): PathErrors {
  const found: Record<string, string | false> = {};
  for (const [place, group] of groups.entries()) {
    found[`groups.${place}.name`] = !group.name.trim() && "Enter a name.";
    found[`groups.${place}.maxChoices`] =
      !isCount(group.maxChoices) && `Enter a whole number from 1 to ${MOST_CHOICES}.`;
    for (const [number, option] of group.options.entries()) {
      for (const [field, message] of Object.entries(optionErrors(option))) {
        found[`groups.${place}.options.${number}.${field}`] = message;
      }
    }
  }
  for (const [place, { kind, option, group, targets }] of rules.entries()) {
    found[`rules.${place}.option`] = !option && "Choose an option.";
    found[`rules.${place}.group`] = kind === "ONLY" && !group && "Choose a group.";
    found[`rules.${place}.targets`] =
      kind !== "ONLY" && targets.length === 0 && "Choose at least one option.";
  }
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== false),
  );
}

/** Converts errors of the service into messages by path. */
export function pathErrors(
  fields: readonly { field: string; messages: readonly string[] }[],
): PathErrors {
  return Object.fromEntries(fields.map(({ field, messages }) => [field, messages.join(" ")]));
}
