import { ApolloLink } from "@apollo/client";
import { useSyncExternalStore } from "react";
import { tap } from "rxjs";
import type { Api } from "../config";
import { isUnreachable } from "./links";
import { createSignal, returns } from "./signal";

const isAway: Record<Api, boolean> = { admin: false, main: false };
const heardAt: Record<Api, string | null> = { admin: null, main: null };
const changed = createSignal();

/** Keeps in mind whether a service could be reached just now, and when it last was. */
export function noteReach(api: Api, reached: boolean): void {
  if (reached) heardAt[api] = new Date().toISOString();
  if (isAway[api] !== reached) return;
  isAway[api] = !reached;
  changed.send();
  if (reached) returns.send();
}

/** Sees of every answer, and of every lack of one, whether the service is there. */
export function watchReach(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const api = operation.getContext().api ?? "main";
    // That a socket is away says little: pages ask over HTTP then.
    if (operation.operationType === "subscription") return forward(operation);
    return forward(operation).pipe(
      tap({
        next: () => noteReach(api, true),
        error: (error: unknown) => noteReach(api, !isUnreachable(error)),
      }),
    );
  });
}

/** Whether the last attempt to reach a service has failed, whatever part of the page made it. */
export function useIsAway(api: Api): boolean {
  return useSyncExternalStore(changed.listen, () => isAway[api]);
}

/** When a service last answered; null where it has not yet. */
export function lastHeardOf(api: Api): string | null {
  return heardAt[api];
}
