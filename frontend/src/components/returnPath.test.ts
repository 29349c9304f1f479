import { describe, expect, it } from "vitest";
import { parseReturnPath, withReturnPath } from "./returnPath";

describe("the page after signing in", () => {
  it.each(["/", "/manage", "/shop/7", "/manage/users?q=ada&role=STAFF", "/shop/7#facts"])(
    "may be %s",
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
  ])("is the start page where the address says %j", (text) => {
    expect(parseReturnPath(text)).toBe("/");
  });

  it("is found again in the address that was made for it", () => {
    const address = withReturnPath("/sign-in", "/manage/users?q=a&role=STAFF");
    expect(parseReturnPath(new URLSearchParams(address.split("?")[1]).get("next"))).toBe(
      "/manage/users?q=a&role=STAFF",
    );
  });

  it("is not named where it is the start page anyway", () => {
    expect(withReturnPath("/register", "/")).toBe("/register");
  });
});
