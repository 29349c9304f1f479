import { expect, it } from "vitest";
import { includes, toRole } from "./roles";

it("includes the rights of lower roles", () => {
  const allowed = (["CUSTOMER", "STAFF", "ADMIN"] as const).map((role) => includes(role, "STAFF"));
  expect(allowed).toEqual([false, true, true]);
});

it("parses known roles only", () => {
  expect([toRole("ADMIN"), toRole("admin"), toRole(null)]).toEqual(["ADMIN", null, null]);
});
