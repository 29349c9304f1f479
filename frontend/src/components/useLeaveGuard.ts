import { useEffect, useEffectEvent, useState } from "react";

/** The link that a click would follow within this page's app; null for any other click. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || !isPlain || link.target === "_blank" || link.origin !== window.location.origin)
    return null;
  return link.pathname === window.location.pathname ? null : link;
}

/**
 * While there is something unsaved, a link asks first and closing the window lets the browser ask. Returns the address
 * that somebody wants to leave for, and what to call when that is settled.
 */
export function useLeaveGuard(isUnsaved: boolean) {
  const [wanted, setWanted] = useState<string | null>(null);
  const hold = useEffectEvent((event: MouseEvent) => {
    const link = linkOf(event);
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    setWanted(link.pathname + link.search);
  });
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => hold(event);
    window.addEventListener("beforeunload", warn);
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", warn);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, [isUnsaved]);
  return { wanted, stay: () => setWanted(null) };
}
