import { describe, expect, it } from "vitest";
import { parseReturnPath, withReturnPath } from "./returnPath";

describe("the return path", () => {
  it.each(["/", "/manage", "/shop/7", "/manage/users?q=ada&role=STAFF", "/shop/7#facts"])(
    "accepts %s",
    (path) => {
      expect(parseReturnPath(path)).toBe(path);
    },
  );

  it.each([
    null,
    "",
    "manage",
    "https://elsewhere.test/",
    "javascript:alert(1)",
    "//elsewhere.test/",
    "/\\elsewhere.test/",
    "\\\\elsewhere.test/",
    "/\t/elsewhere.test/",
    "/.//elsewhere.test/",
    "/shop/..//elsewhere.test/",
    " //elsewhere.test/",
    "//[",
  ])("is the home page for %j", (text) => {
    expect(parseReturnPath(text)).toBe("/");
  });

  it("is parsed from a generated URL", () => {
    const address = withReturnPath("/sign-in", "/manage/users?q=a&role=STAFF");
    expect(parseReturnPath(new URLSearchParams(address.split("?")[1]).get("next"))).toBe(
      "/manage/users?q=a&role=STAFF",
    );
  });

  it("is left out for the home page", () => {
    expect(withReturnPath("/register", "/")).toBe("/register");
  });
});
