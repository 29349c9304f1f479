import { ApolloLink } from "@apollo/client";
import { useSyncExternalStore } from "react";
import { from, mergeMap } from "rxjs";
import type { Api } from "../config";
import { useApi } from "./ServiceProvider";
import { createSignal, refusals, returns } from "./signal";

/** With this a service closes the connection of a session that has ended. */
const SESSION_ENDED = 4403;

const isOpen: Record<Api, boolean> = { admin: false, main: false };
const failures: Record<Api, number> = { admin: 0, main: 0 };
const changed = createSignal();

/** Notes whether there is a connection to a service. */
export function noteConnection(api: Api, open: boolean): void {
  isOpen[api] = open;
  changed.send();
  if (open) returns.send();
}

/** Whether there is a connection to the service at this moment. */
export function isConnected(api: Api): boolean {
  return isOpen[api];
}

/** Notes that something cannot be subscribed to, until what is returned is called. */
export function noteFailure(api: Api): () => void {
  failures[api] += 1;
  changed.send();
  return () => {
    failures[api] -= 1;
    changed.send();
  };
}

/** Whether the service tells this page of changes by itself; otherwise the page has to ask. */
export function useIsLive(api: Api): boolean {
  return useSyncExternalStore(changed.listen, () => isOpen[api] && failures[api] === 0);
}

/** How a page's data says whether its service hears of the other one. */
interface WithSync {
  syncStatus: { connected: boolean };
}

/**
 * How often a page asks again that is told of changes: not at all, but for while it is not told, or while its service
 * does not hear of all that it would tell.
 */
export function useFallback(everyMs: number): (data: WithSync) => number | null {
  const isLive = useIsLive(useApi());
  return ({ syncStatus }) => (isLive && syncStatus.connected ? null : everyMs);
}

/**
 * The way of a session's subscriptions to a service: one socket for all of them, which is loaded and opened once
 * there is one, and closed when the session is `ended`.
 */
export function createLiveLink(api: Api, ended: AbortSignal): ApolloLink {
  let socket: Promise<ApolloLink> | null = null;
  const note = (open: boolean) => {
    if (!ended.aborted) noteConnection(api, open);
  };
  const onLost = (event: unknown) => {
    note(false);
    if ((event as CloseEvent).code === SESSION_ENDED) refusals.send();
  };
  const load = async () => {
    try {
      const { createSocket } = await import("./socket");
      return createSocket(api, ended, { onOpen: () => note(true), onLost });
    } catch (error) {
      socket = null;
      throw error;
    }
  };
  ended.addEventListener("abort", () => noteConnection(api, false));
  return new ApolloLink((operation, forward) => {
    socket ??= load();
    return from(socket).pipe(mergeMap((link) => link.request(operation, forward)));
  });
}
