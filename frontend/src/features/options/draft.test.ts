import { describe, expect, it } from "vitest";
import { type Draft, isSame, type SavedOptions, toAmount, toCode, toDraft, toInput } from "./draft";
import {
  addGroup,
  addOption,
  addRule,
  changeGroup,
  changeOption,
  changeRule,
  moveGroup,
  moveOption,
  removeGroup,
  removeOption,
  targetsFor,
} from "./draftChanges";
import { draftErrors } from "./draftErrors";
import { describeDifference } from "./describeDifference";

function option(id: string, code: string) {
  const rest = { picture: null, text: "", priceDifference: "0.00", available: true };
  return { id, code, name: code, ...rest };
}

const saved: SavedOptions = {
  optionGroups: [
    {
      id: "1",
      code: "body",
      name: "Body",
      required: true,
      maxChoices: 1,
      options: [option("1", "vanilla"), option("2", "carrot")],
    },
    {
      id: "2",
      code: "frosting",
      name: "Frosting",
      required: false,
      maxChoices: 1,
      options: [option("3", "cream"), option("4", "neon")],
    },
  ],
  optionRules: [
    { id: "1", kind: "ONLY", option: { id: "2" }, group: { id: "2" }, targets: [{ id: "3" }] },
    { id: "2", kind: "EXCLUDES", option: { id: "4" }, group: null, targets: [{ id: "1" }] },
  ],
};

const draft = toDraft(saved);
const names = ({ groups }: Draft) => groups.map(({ options }) => options.map(({ name }) => name));
const ruleOf = (number: number, of = draft) => {
  const rule = of.rules[number];
  if (!rule) throw new Error("There is no such rule.");
  return rule;
};

describe("the options draft", () => {
  it("is sent unchanged without changes", () => {
    const input = toInput(draft);
    expect(input.groups[0]).toMatchObject({ code: "body", maxChoices: 1 });
    expect(input.rules).toEqual([
      { kind: "ONLY", option: "carrot", group: "frosting", targets: ["cream"] },
      { kind: "EXCLUDES", option: "neon", group: null, targets: ["vanilla"] },
    ]);
    expect(isSame(draft, toDraft(saved))).toBe(true);
  });

  it("generates unique codes from names", () => {
    const grown = addOption("group-1")(draft);
    const key = grown.groups[0]?.options[2]?.key ?? "";
    const named = changeOption(key, { name: "Carrot" })(grown);
    expect(toInput(named).groups[0]?.options[2]).toMatchObject({
      name: "Carrot",
      code: "carrot-2",
    });
    const coded = changeOption(key, { code: "own" })(named);
    expect(toInput(coded).groups[0]?.options[2]?.code).toBe("own");
  });

  it("moves options and groups within their lists", () => {
    expect(names(moveOption("option-2", -1)(draft))[0]).toEqual(["carrot", "vanilla"]);
    expect(names(moveOption("option-2", 1)(draft))[0]).toEqual(["vanilla", "carrot"]);
    expect(names(moveGroup("group-1", 1)(draft))[0]).toEqual(["cream", "neon"]);
  });

  it("removes deleted options from the rules", () => {
    expect(removeOption("option-2")(draft).rules.map(({ key }) => key)).toEqual(["rule-2"]);
    expect(removeOption("option-1")(draft).rules.map(({ key }) => key)).toEqual(["rule-1"]);
    expect(removeGroup("group-2")(draft).rules).toEqual([]);
  });

  it("allows only valid targets of rules", () => {
    expect(targetsFor(draft, ruleOf(0)).map(({ name }) => name)).toEqual(["cream", "neon"]);
    const turned = changeRule("rule-2", { kind: "ONLY", group: "group-2" })(draft);
    expect(ruleOf(1, turned).targets).toEqual([]);
    const back = changeRule("rule-1", { kind: "NEEDS" })(draft);
    expect(ruleOf(0, back)).toMatchObject({ group: "", targets: ["option-3"] });
  });
});

describe("errors of the draft", () => {
  it("are empty for a complete draft", () => {
    expect(draftErrors(draft)).toEqual({});
  });

  it("are listed by path", () => {
    const changed = [
      changeOption("option-4", { priceDifference: "much" }),
      changeGroup("group-1", { maxChoices: "21", name: " " }),
      addRule(),
      addGroup(),
    ].reduce((before, change) => change(before), draft);
    expect(Object.keys(draftErrors(changed)).toSorted()).toEqual([
      "groups.0.maxChoices",
      "groups.0.name",
      "groups.1.options.1.priceDifference",
      "groups.2.name",
      "rules.2.group",
      "rules.2.option",
    ]);
  });
});

it.each([
  ["0,5", "0.5"],
  ["+1.00", "1.00"],
  ["−2", "-2"],
  ["", "0.00"],
])("parses an amount: %s", (typed, amount) => {
  expect(toAmount(typed)).toBe(amount);
});

it.each([
  ["Crème brûlée", "creme-brulee"],
  ["  Neon, bright! ", "neon-bright"],
  ["…", ""],
])("converts a name into a code: %s", (name, code) => {
  expect(toCode(name)).toBe(code);
});

describe("the differences to another user's version", () => {
  it("are empty for the same options", () => {
    expect(describeDifference(draft, toDraft(saved))).toEqual([]);
  });

  it("are described", () => {
    const mine = [
      changeOption("option-1", { available: false }),
      removeOption("option-4"),
      addOption("group-2"),
    ].reduce((before, change) => change(before), draft);
    const key = mine.groups[1]?.options[1]?.key ?? "";
    expect(describeDifference(draft, changeOption(key, { name: "Gold" })(mine))).toEqual([
      "Group Frosting is different.",
      "vanilla is different.",
      "neon was added in their version.",
      "Gold is only in your version.",
      "The rules are different.",
    ]);
  });
});
