import { describe, expect, it } from "vitest";
import { readUserList, toUserArguments, writeUserList } from "./userList";

const address = (text: string) => new URLSearchParams(text);

describe("the list of users in the page's address", () => {
  it("takes search, role and order from it", () => {
    expect(readUserList(address("q=+ada+&role=STAFF&sort=username"))).toEqual({
      search: "ada",
      role: "STAFF",
      sort: "username",
    });
  });

  it("takes no notice of roles and orders that there are not", () => {
    expect(readUserList(address("role=KING&sort=toString"))).toEqual({
      search: "",
      role: null,
      sort: "newest",
    });
  });

  it("starts at the first page again when the list becomes another one", () => {
    const next = writeUserList(address("q=ada&after=x"), { role: "ADMIN" });
    expect(next.toString()).toBe("q=ada&role=ADMIN");
  });

  it("asks the service for what the address says", () => {
    expect(toUserArguments(readUserList(address("q=ada&sort=oldest")))).toEqual({
      filter: { search: "ada", role: null },
      orderBy: { field: "CREATED_AT", direction: "ASC" },
    });
  });
});
