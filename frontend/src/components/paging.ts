import { PAGE_SIZE } from "../config";

interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
}

/** Which page of the list the address names: after a cursor, before one, or the first. */
export function pageArguments(params: URLSearchParams) {
  const before = params.get("before");
  if (before) return { last: PAGE_SIZE.manage, before };
  return { first: PAGE_SIZE.manage, after: params.get("after") };
}

/** What to put into the address for the page before and the page after; null where there is none. */
export function pageLinks(params: URLSearchParams, info: PageInfo) {
  const { startCursor: start, endCursor: end } = info;
  const hasPrevious = info.hasPreviousPage || params.has("after");
  const hasNext = info.hasNextPage || params.has("before");
  return {
    previous: hasPrevious && start ? { before: start } : null,
    next: hasNext && end ? { after: end } : null,
  };
}
