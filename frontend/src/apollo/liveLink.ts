import { ApolloLink } from "@apollo/client";
import { from, mergeMap } from "rxjs";
import type { Api } from "../config";
import { setConnected } from "./connection";
import { accessDenied } from "./events";

/** The close code that a service uses when the session has ended. */
const SESSION_ENDED = 4403;

/**
 * The link for the subscriptions of a session to one service. All of them share one WebSocket. Its code is loaded and
 * it is opened for the first subscription. It is closed when `ended` aborts.
 */
export function createLiveLink(api: Api, ended: AbortSignal): ApolloLink {
  let socket: Promise<ApolloLink> | null = null;
  const update = (open: boolean) => {
    if (!ended.aborted) setConnected(api, open);
  };
  const onLost = (event: unknown) => {
    update(false);
    if ((event as CloseEvent).code === SESSION_ENDED) accessDenied.emit();
  };
  const load = async () => {
    try {
      const { createSocket } = await import("./socket");
      return createSocket(api, ended, { onOpen: () => update(true), onLost });
    } catch (error) {
      socket = null;
      throw error;
    }
  };
  ended.addEventListener("abort", () => setConnected(api, false));
  return new ApolloLink((operation, forward) => {
    socket ??= load();
    return from(socket).pipe(mergeMap((link) => link.request(operation, forward)));
  });
}
