import type { Location } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { createHistoryMemory, historyEntryKey } from "./historyMemory";
import { lastListAddress, saveListAddress } from "./listMemory";

const NAME = "tandem:test";
const entry = (key: string, search = "") =>
  historyEntryKey({ key, pathname: "/", search, hash: "", state: null } as Location);

/** Opens the page with a navigation of this type. */
function open(type: "navigate" | "reload" | "back_forward") {
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([
    { type } as PerformanceNavigationTiming,
  ]);
  return createHistoryMemory(NAME);
}

const leave = () => window.dispatchEvent(new Event("pagehide"));

beforeEach(() => sessionStorage.clear());

it.each(["reload", "back_forward"] as const)("restores values after a %s", (type) => {
  open("navigate").set(entry("default"), 48);
  leave();
  expect(open(type).get(entry("default"))).toBe(48);
  expect(open(type).get(entry("default", "?category=beer"))).toBeUndefined();
});

it("a new navigation starts without a value and keeps older history entries", () => {
  const before = open("navigate");
  before.set(entry("default"), 48);
  before.set(entry("k1"), 72);
  leave();
  const after = open("navigate");
  expect(after.get(entry("default"))).toBeUndefined();
  expect(after.get(entry("k1"))).toBe(72);
});

it.each(["no JSON", '{"a":1}', '[["a","b"]]', "[1]"])("ignores invalid content: %s", (text) => {
  sessionStorage.setItem(NAME, text);
  expect(open("reload").get(entry("a"))).toBeUndefined();
});

it("a link to a list contains its last search", () => {
  expect(lastListAddress("/manage")).toBe("/manage");
  saveListAddress("/manage", "?q=ale");
  expect(lastListAddress("/manage")).toBe("/manage?q=ale");
});
