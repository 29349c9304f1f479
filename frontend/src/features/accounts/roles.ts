import type { Role } from "../../gql/session/graphql";

export type { Role };

/** Each role includes the rights of the roles before it. */
const ORDER: readonly Role[] = ["CUSTOMER", "STAFF", "ADMIN"];

/** The display name of each role. */
export const ROLE_NAMES: Record<Role, string> = {
  CUSTOMER: "Customer",
  STAFF: "Staff",
  ADMIN: "Administrator",
};

export const ROLE_OPTIONS = ORDER.map((value) => ({ value, label: ROLE_NAMES[value] }));

/** Whether `role` includes the rights of `other`. */
export function includes(role: Role, other: Role): boolean {
  return ORDER.indexOf(role) >= ORDER.indexOf(other);
}

export function toRole(text: string | null): Role | null {
  return ORDER.find((role) => role === text) ?? null;
}
