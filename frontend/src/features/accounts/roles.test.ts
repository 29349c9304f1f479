import { expect, it } from "vitest";
import { includes, toRole } from "./roles";

it("lets each role do what the one before may", () => {
  const allowed = (["CUSTOMER", "STAFF", "ADMIN"] as const).map((role) => includes(role, "STAFF"));
  expect(allowed).toEqual([false, true, true]);
});

it("knows no roles but its own", () => {
  expect([toRole("ADMIN"), toRole("admin"), toRole(null)]).toEqual(["ADMIN", null, null]);
});
