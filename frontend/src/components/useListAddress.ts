import { useEffect, useMemo } from "react";
import { useLocation, useSearchParams } from "react-router";
import { saveListAddress } from "./listMemory";

/**
 * The search, filters, order and page of a list, stored in the URL so that users can share it and go back. `read` parses
 * them from the URL. `write` returns the URL parameters after a change, without the page.
 */
export function useListAddress<List>(
  read: (params: URLSearchParams) => List,
  write: (params: URLSearchParams, change: Partial<List>) => URLSearchParams,
) {
  const [params, setParams] = useSearchParams();
  const { pathname, search } = useLocation();
  useEffect(() => saveListAddress(pathname, search), [pathname, search]);
  const change = (part: Partial<List>) =>
    setParams((current) => write(current, part), { replace: "search" in part });
  const goTo = (place: { after: string } | { before: string }) => {
    window.scrollTo({ top: 0 });
    setParams((current) => {
      const next = write(current, {});
      for (const [name, cursor] of Object.entries(place)) next.set(name, cursor);
      return next;
    });
  };
  const list = useMemo(() => read(params), [params, read]);
  return { params, list, change, goTo };
}
