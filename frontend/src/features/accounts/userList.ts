import { sortOptions, toSort } from "../../components/sorting";
import { type Role, toRole } from "./roles";

/** The sort orders of the list of users. */
const SORTS = {
  newest: { label: "Newest first", orderBy: { field: "CREATED_AT", direction: "DESC" } },
  oldest: { label: "Oldest first", orderBy: { field: "CREATED_AT", direction: "ASC" } },
  username: { label: "Username: A–Z", orderBy: { field: "USERNAME", direction: "ASC" } },
} as const;

type UserSort = keyof typeof SORTS;

export const USER_SORT_OPTIONS = sortOptions(SORTS);

/** The search, filter and order of the list. */
export interface UserListParams {
  search: string;
  role: Role | null;
  sort: UserSort;
}

/** Parses the list parameters from the URL. */
export function readUserList(params: URLSearchParams): UserListParams {
  return {
    search: params.get("q")?.trim() ?? "",
    role: toRole(params.get("role")),
    sort: toSort(SORTS, params.get("sort")),
  };
}

/** Returns the URL parameters after a change. Default values and the page are left out. */
export function writeUserList(
  params: URLSearchParams,
  change: Partial<UserListParams>,
): URLSearchParams {
  const { search, role, sort } = { ...readUserList(params), ...change };
  const next = new URLSearchParams();
  if (search) next.set("q", search);
  if (role) next.set("role", role);
  if (sort !== "newest") next.set("sort", sort);
  return next;
}

/** The arguments of the `users` field. */
export function toUserArguments({ search, role, sort }: UserListParams) {
  return { filter: { search: search || null, role }, orderBy: SORTS[sort].orderBy };
}
