import { useEffect, useMemo } from "react";
import { useLocation, useSearchParams } from "react-router";
import { rememberAddress } from "./listMemory";

/**
 * What a list shows, kept in the page's address so that it can be shared and gone back to. `read` finds it in the
 * address, `write` makes the address with some of it changed and without a place in the list.
 */
export function useListAddress<List>(
  read: (params: URLSearchParams) => List,
  write: (params: URLSearchParams, change: Partial<List>) => URLSearchParams,
) {
  const [params, setParams] = useSearchParams();
  const { pathname, search } = useLocation();
  useEffect(() => rememberAddress(pathname, search), [pathname, search]);
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
