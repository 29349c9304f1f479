import { describe, expect, it } from "vitest";
import { readListParams, toArguments, writeListParams } from "./useListParams";

function address(text: string) {
  return new URLSearchParams(text);
}

describe("the list in the page's address", () => {
  it("shows everything, newest first, where the address says nothing", () => {
    expect(readListParams(address(""))).toEqual({ search: "", category: null, sort: "newest" });
  });

  it("takes search, category and order from it", () => {
    expect(readListParams(address("q=oat+stout&category=beer&sort=cheap"))).toEqual({
      search: "oat stout",
      category: "beer",
      sort: "cheap",
    });
  });

  it.each(["upwards", "toString", ""])("takes no notice of the unknown order %j", (sort) => {
    expect(readListParams(address(`sort=${sort}`)).sort).toBe("newest");
  });

  it("changes one part and keeps the others", () => {
    const next = writeListParams(address("q=stout&sort=cheap"), { category: "beer" });
    expect(next.toString()).toBe("q=stout&category=beer&sort=cheap");
  });

  it("leaves out what is not chosen", () => {
    const next = writeListParams(address("q=stout&category=beer&sort=liked"), {
      search: "",
      category: null,
      sort: "newest",
    });
    expect(next.toString()).toBe("");
  });

  it("starts at the first page again when the list becomes another one", () => {
    expect(writeListParams(address("after=abc"), { search: "ale" }).toString()).toBe("q=ale");
  });

  it("asks the service for what the address says", () => {
    expect(toArguments(readListParams(address("q=ale&sort=liked")))).toEqual({
      filter: { search: "ale", category: null },
      orderBy: { field: "LIKES", direction: "DESC" },
    });
  });
});
