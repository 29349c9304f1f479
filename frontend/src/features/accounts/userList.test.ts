import { describe, expect, it } from "vitest";
import { readUserList, toUserArguments, writeUserList } from "./userList";

const address = (text: string) => new URLSearchParams(text);

describe("the list parameters of the user table", () => {
  it("contain search, role and order", () => {
    expect(readUserList(address("q=+ada+&role=STAFF&sort=username"))).toEqual({
      search: "ada",
      role: "STAFF",
      sort: "username",
    });
  });

  it("ignore unknown roles and orders", () => {
    expect(readUserList(address("role=KING&sort=toString"))).toEqual({
      search: "",
      role: null,
      sort: "newest",
    });
  });

  it("start at the first page when the list changes", () => {
    const next = writeUserList(address("q=ada&after=x"), { role: "ADMIN" });
    expect(next.toString()).toBe("q=ada&role=ADMIN");
  });

  it("are converted into query arguments", () => {
    expect(toUserArguments(readUserList(address("q=ada&sort=oldest")))).toEqual({
      filter: { search: "ada", role: null },
      orderBy: { field: "CREATED_AT", direction: "ASC" },
    });
  });
});
