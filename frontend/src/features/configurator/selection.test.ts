import { describe, expect, it } from "vitest";
import { selectionAfter, readSelection, optimisticSelection, writeSelection } from "./selection";

const read = (text: string) => readSelection(new URLSearchParams(text));

const pick = (optionId: string) => ({ optionId, force: false });

describe("the selection in the address", () => {
  it.each([
    ["options=12,3", ["3", "12"]],
    ["options=3%2C12", ["3", "12"]],
    ["options=3,3,x,,-1,1e3", ["3"]],
    ["options=", []],
    ["", []],
  ])("is read: %s", (address, selected) => {
    expect(read(address)).toEqual(selected);
  });

  it("is no longer than the service takes", () => {
    const many = Array.from({ length: 100 }, (_, id) => id).join(",");
    expect(read(`options=${many}`)).toHaveLength(60);
  });

  it("is written so that it can be read, beside what else there is", () => {
    const params = new URLSearchParams("from=shelf&options=1");
    expect(writeSelection(params, ["3", "12"])).toBe("from=shelf&options=3,12");
    expect(writeSelection(params, [])).toBe("from=shelf");
  });
});

describe("what the controls show", () => {
  const one = { maxChoices: 1, options: [{ id: "1" }, { id: "2" }] };
  const some = { maxChoices: 2, options: [{ id: "1" }, { id: "2" }] };
  it("is what is chosen of the group", () => {
    expect(optimisticSelection(one, ["2", "9"], [])).toEqual(new Set(["2"]));
  });

  it("is another one as soon as that was pressed", () => {
    expect(optimisticSelection(one, ["2"], [pick("1")])).toEqual(new Set(["1"]));
    expect(optimisticSelection(one, ["2"], [pick("1"), pick("2")])).toEqual(new Set(["2"]));
  });

  it("is one more where there may be some, and one less where it was pressed again", () => {
    expect(optimisticSelection(some, ["2"], [pick("1")])).toEqual(new Set(["2", "1"]));
    expect(optimisticSelection(some, ["1", "2"], [pick("1")])).toEqual(new Set(["2"]));
  });

  it("does not change where something else was pressed", () => {
    expect(optimisticSelection(one, ["2"], [pick("9")])).toEqual(new Set(["2"]));
  });
});

describe("what is chosen after something was pressed", () => {
  const options = [
    { id: "1", state: "AVAILABLE", next: ["1", "5"] },
    { id: "2", state: "BLOCKED", next: ["2"] },
    { id: "3", state: "BLOCKED", next: null },
    { id: "5", state: "CHOSEN", next: [] },
  ] as const;

  it.each([
    ["1", false, ["1", "5"]],
    ["5", false, []],
    ["2", true, ["2"]],
  ])("is what the service says: %s", (optionId, force, next) => {
    expect(selectionAfter(options, { optionId, force })).toEqual(next);
  });

  it.each([
    ["2", false],
    ["3", true],
    ["9", true],
  ])("is what it was where that cannot be: %s", (optionId, force) => {
    expect(selectionAfter(options, { optionId, force })).toBeNull();
  });
});
