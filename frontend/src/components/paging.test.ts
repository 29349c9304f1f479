import { describe, expect, it } from "vitest";
import { PAGE_SIZE } from "../config";
import { pageArguments, pageLinks } from "./paging";

const address = (text: string) => new URLSearchParams(text);
const info = { hasNextPage: false, hasPreviousPage: false, startCursor: "s", endCursor: "e" };

describe("a page of the table", () => {
  it.each([
    ["", { first: PAGE_SIZE.manage, after: null }],
    ["after=x", { first: PAGE_SIZE.manage, after: "x" }],
    ["before=x", { last: PAGE_SIZE.manage, before: "x" }],
  ])("is %o for the URL %j", (text, expected) => {
    expect(pageArguments(address(text))).toEqual(expected);
  });

  it("has no links when it is the only page", () => {
    expect(pageLinks(address(""), info)).toEqual({ previous: null, next: null });
  });

  it("links to the next page", () => {
    const { next } = pageLinks(address(""), { ...info, hasNextPage: true });
    expect(next).toEqual({ after: "e" });
  });

  it("links back to the page that the user came from", () => {
    expect(pageLinks(address("after=x"), info).previous).toEqual({ before: "s" });
    expect(pageLinks(address("before=x"), info).next).toEqual({ after: "e" });
  });

  it("has no links when it has become empty", () => {
    const empty = { ...info, startCursor: null, endCursor: null };
    expect(pageLinks(address("after=x"), empty)).toEqual({ previous: null, next: null });
  });
});
