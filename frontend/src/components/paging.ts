import { PAGE_SIZE } from "../config";

interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor?: string | null;
  endCursor?: string | null;
}

/** The pagination arguments for the page in the URL: after a cursor, before a cursor, or the first page. */
export function pageArguments(params: URLSearchParams) {
  const before = params.get("before");
  if (before) return { last: PAGE_SIZE.manage, before };
  return { first: PAGE_SIZE.manage, after: params.get("after") };
}

/** The URL parameters for the previous and the next page; null if there is none. */
export function pageLinks(params: URLSearchParams, info: PageInfo) {
  const { startCursor: start, endCursor: end } = info;
  const hasPrevious = info.hasPreviousPage || params.has("after");
  const hasNext = info.hasNextPage || params.has("before");
  return {
    previous: hasPrevious && start ? { before: start } : null,
    next: hasNext && end ? { after: end } : null,
  };
}
