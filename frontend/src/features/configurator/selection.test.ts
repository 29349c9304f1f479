import { describe, expect, it } from "vitest";
import { selectionAfter, readSelection, optimisticSelection, writeSelection } from "./selection";

const read = (text: string) => readSelection(new URLSearchParams(text));

const toggle = (optionId: string) => ({ optionId, force: false });

describe("the selection in the URL", () => {
  it.each([
    ["options=12,3", ["3", "12"]],
    ["options=3%2C12", ["3", "12"]],
    ["options=3,3,x,,-1,1e3", ["3"]],
    ["options=", []],
    ["", []],
  ])("is parsed: %s", (address, selected) => {
    expect(read(address)).toEqual(selected);
  });

  it("is limited to the maximum of the service", () => {
    const many = Array.from({ length: 100 }, (_, id) => id).join(",");
    expect(read(`options=${many}`)).toHaveLength(60);
  });

  it("is written without encoded commas and keeps other parameters", () => {
    const params = new URLSearchParams("from=shelf&options=1");
    expect(writeSelection(params, ["3", "12"])).toBe("from=shelf&options=3,12");
    expect(writeSelection(params, [])).toBe("from=shelf");
  });
});

describe("the visible selection", () => {
  const one = { maxChoices: 1, options: [{ id: "1" }, { id: "2" }] };
  const some = { maxChoices: 2, options: [{ id: "1" }, { id: "2" }] };
  it("contains the selected options of the group", () => {
    expect(optimisticSelection(one, ["2", "9"], [])).toEqual(new Set(["2"]));
  });

  it("changes immediately after a click", () => {
    expect(optimisticSelection(one, ["2"], [toggle("1")])).toEqual(new Set(["1"]));
    expect(optimisticSelection(one, ["2"], [toggle("1"), toggle("2")])).toEqual(new Set(["2"]));
  });

  it("adds or removes an option if several can be selected", () => {
    expect(optimisticSelection(some, ["2"], [toggle("1")])).toEqual(new Set(["2", "1"]));
    expect(optimisticSelection(some, ["1", "2"], [toggle("1")])).toEqual(new Set(["2"]));
  });

  it("ignores clicks in other groups", () => {
    expect(optimisticSelection(one, ["2"], [toggle("9")])).toEqual(new Set(["2"]));
  });
});

describe("the selection after a click", () => {
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
  ])("comes from the service: %s", (optionId, force, next) => {
    expect(selectionAfter(options, { optionId, force })).toEqual(next);
  });

  it.each([
    ["2", false],
    ["3", true],
    ["9", true],
  ])("does not change for a blocked option: %s", (optionId, force) => {
    expect(selectionAfter(options, { optionId, force })).toBeNull();
  });
});
