import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useNavigate } from "react-router";

/** The link within the app that a click would follow; null for any other click. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || !isPlain || link.target === "_blank" || link.origin !== window.location.origin)
    return null;
  return link.pathname === window.location.pathname ? null : link;
}

/** The key of the history entry that Back or Forward leads to; null for the same page or if it cannot be prevented. */
function targetEntryKey(event: NavigateEvent): string | null {
  if (event.navigationType !== "traverse" || !event.cancelable) return null;
  const { key, url } = event.destination;
  return new URL(url).pathname === window.location.pathname ? null : key;
}

/**
 * Blocks links, Back and Forward while there is unsaved input. `isRequested` says whether the user tried to leave; the
 * caller then asks and calls `stay` or `leave`. Browsers without the Navigation API do not block Back and Forward.
 */
export function useLeaveGuard(isUnsaved: boolean) {
  const navigate = useNavigate();
  const [requested, setRequested] = useState<{ go: () => void } | null>(null);
  const isLeaving = useRef(false);

  const blockLink = useEffectEvent((event: MouseEvent) => {
    const link = linkOf(event);
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    setRequested({ go: () => void navigate(link.pathname + link.search) });
  });
  const blockTraversal = useEffectEvent((event: NavigateEvent) => {
    const key = isLeaving.current ? null : targetEntryKey(event);
    if (key === null) return;
    event.preventDefault();
    setRequested({ go: () => void window.navigation.traverseTo(key) });
  });
  useEffect(() => {
    if (!isUnsaved) return undefined;
    // Older browsers do not have the Navigation API.
    const { navigation } = window as { navigation?: Navigation };
    const onClick = (event: MouseEvent) => blockLink(event);
    const onNavigate = (event: NavigateEvent) => blockTraversal(event);
    document.addEventListener("click", onClick, { capture: true });
    navigation?.addEventListener("navigate", onNavigate);
    return () => {
      document.removeEventListener("click", onClick, { capture: true });
      navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [isUnsaved]);

  return {
    isRequested: requested !== null,
    stay: () => setRequested(null),
    leave: () => {
      isLeaving.current = true;
      setRequested(null);
      requested?.go();
    },
  };
}
