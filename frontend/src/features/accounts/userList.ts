import { sortOptions, toSort } from "../../components/sorting";
import { type Role, toRole } from "./roles";

/** The orders that the list of users can be shown in. */
const SORTS = {
  newest: { label: "Newest first", orderBy: { field: "CREATED_AT", direction: "DESC" } },
  oldest: { label: "Oldest first", orderBy: { field: "CREATED_AT", direction: "ASC" } },
  username: { label: "Username: A–Z", orderBy: { field: "USERNAME", direction: "ASC" } },
} as const;

type UserSort = keyof typeof SORTS;

export const USER_SORT_OPTIONS = sortOptions(SORTS);

/** Which users are listed, in which order. */
export interface UserListParams {
  search: string;
  role: Role | null;
  sort: UserSort;
}

/** What the page's address says about the list. */
export function readUserList(params: URLSearchParams): UserListParams {
  return {
    search: params.get("q")?.trim() ?? "",
    role: toRole(params.get("role")),
    sort: toSort(SORTS, params.get("sort")),
  };
}

/** The same address with some of it changed, in its shortest form. Places within the list are no longer valid. */
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

/** The arguments of the `users` field for a list. */
export function toUserArguments({ search, role, sort }: UserListParams) {
  return { filter: { search: search || null, role }, orderBy: SORTS[sort].orderBy };
}
