import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useNavigate } from "react-router";

/** The link that a click would follow within this page's app; null for any other click. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || !isPlain || link.target === "_blank" || link.origin !== window.location.origin)
    return null;
  return link.pathname === window.location.pathname ? null : link;
}

/** The entry of the history that Back or Forward leads to; null where the page stays or cannot be held. */
function entryOf(event: NavigateEvent): string | null {
  if (event.navigationType !== "traverse" || !event.cancelable) return null;
  const { key, url } = event.destination;
  return new URL(url).pathname === window.location.pathname ? null : key;
}

/**
 * While there is something unsaved, links, Back and Forward ask first. Says whether somebody wants to leave; `stay` and
 * `leave` settle that. A browser without the Navigation API does not ask at Back.
 */
export function useLeaveGuard(isUnsaved: boolean) {
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<{ go: () => void } | null>(null);
  const isLeaving = useRef(false);

  const holdLink = useEffectEvent((event: MouseEvent) => {
    const link = linkOf(event);
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    setWanted({ go: () => void navigate(link.pathname + link.search) });
  });
  const holdTraversal = useEffectEvent((event: NavigateEvent) => {
    const key = isLeaving.current ? null : entryOf(event);
    if (key === null) return;
    event.preventDefault();
    setWanted({ go: () => void window.navigation.traverseTo(key) });
  });
  useEffect(() => {
    if (!isUnsaved) return undefined;
    // Older browsers have none.
    const { navigation } = window as { navigation?: Navigation };
    const onClick = (event: MouseEvent) => holdLink(event);
    const onNavigate = (event: NavigateEvent) => holdTraversal(event);
    document.addEventListener("click", onClick, { capture: true });
    navigation?.addEventListener("navigate", onNavigate);
    return () => {
      document.removeEventListener("click", onClick, { capture: true });
      navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [isUnsaved]);

  return {
    isWanted: wanted !== null,
    stay: () => setWanted(null),
    leave: () => {
      isLeaving.current = true;
      setWanted(null);
      wanted?.go();
    },
  };
}
