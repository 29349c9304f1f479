import { describe, expect, it } from "vitest";
import { readCatalogueList, toCatalogueArguments, writeCatalogueList } from "./catalogueList";

const read = (text: string) => readCatalogueList(new URLSearchParams(text));

describe("the list of the catalogue", () => {
  it.each([
    ["", null],
    ["stock=low", 10],
    ["stock=none", 1],
    ["stock=toString", null],
  ])("is filtered by the stock in the URL: %j", (text, below) => {
    expect(toCatalogueArguments(read(text)).filter.stockBelow).toBe(below);
  });

  it("keeps the stock filter in the URL and drops the page when another filter changes", () => {
    const address = new URLSearchParams("stock=low&after=abc");
    expect(String(writeCatalogueList(address, { search: "oat" }))).toBe("q=oat&stock=low");
    expect(String(writeCatalogueList(address, { stock: "all" }))).toBe("");
  });
});
