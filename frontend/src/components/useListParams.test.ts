import { describe, expect, it } from "vitest";
import { readListParams, toArguments, writeListParams } from "./useListParams";

function address(text: string) {
  return new URLSearchParams(text);
}

describe("the list parameters in the URL", () => {
  it("default to all products, newest first", () => {
    expect(readListParams(address(""))).toEqual({ search: "", category: null, sort: "newest" });
  });

  it("contain search, category and order", () => {
    expect(readListParams(address("q=oat+stout&category=beer&sort=cheap"))).toEqual({
      search: "oat stout",
      category: "beer",
      sort: "cheap",
    });
  });

  it.each(["upwards", "toString", ""])("ignore the unknown order %j", (sort) => {
    expect(readListParams(address(`sort=${sort}`)).sort).toBe("newest");
  });

  it("keep the other parameters when one changes", () => {
    const next = writeListParams(address("q=stout&sort=cheap"), { category: "beer" });
    expect(next.toString()).toBe("q=stout&category=beer&sort=cheap");
  });

  it("leave out default values", () => {
    const next = writeListParams(address("q=stout&category=beer&sort=liked"), {
      search: "",
      category: null,
      sort: "newest",
    });
    expect(next.toString()).toBe("");
  });

  it("start at the first page when the list changes", () => {
    expect(writeListParams(address("after=abc"), { search: "ale" }).toString()).toBe("q=ale");
  });

  it("are converted into query arguments", () => {
    expect(toArguments(readListParams(address("q=ale&sort=liked")))).toEqual({
      filter: { search: "ale", category: null },
      orderBy: { field: "LIKES", direction: "DESC" },
    });
  });
});
