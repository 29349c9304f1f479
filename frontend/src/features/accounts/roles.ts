import type { Role } from "../../gql/session/graphql";

export type { Role };

/** Each role may do what the one before may. */
const ORDER: readonly Role[] = ["CUSTOMER", "STAFF", "ADMIN"];

/** What people call each role. */
export const ROLE_NAMES: Record<Role, string> = {
  CUSTOMER: "Customer",
  STAFF: "Staff",
  ADMIN: "Administrator",
};

export const ROLE_OPTIONS = ORDER.map((value) => ({ value, label: ROLE_NAMES[value] }));

/** Whether somebody of this role may do what the other role may. */
export function includes(role: Role, other: Role): boolean {
  return ORDER.indexOf(role) >= ORDER.indexOf(other);
}

export function toRole(text: string | null): Role | null {
  return ORDER.find((role) => role === text) ?? null;
}
