import { ApolloLink } from "@apollo/client";
import { useSyncExternalStore } from "react";
import { tap } from "rxjs";
import type { Api } from "../config";
import { isUnreachable } from "./links";
import { createEmitter, serviceRestored } from "./events";

const unavailable: Record<Api, boolean> = { admin: false, main: false };
const respondedAt: Record<Api, string | null> = { admin: null, main: null };
const changed = createEmitter();

/** Records whether a service responded to the last request, and when it last responded. */
export function recordReachability(api: Api, reached: boolean): void {
  if (reached) respondedAt[api] = new Date().toISOString();
  if (unavailable[api] !== reached) return;
  unavailable[api] = !reached;
  changed.emit();
  if (reached) serviceRestored.emit();
}

/** A link that records for every request whether the service is available. */
export function trackServiceStatus(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const api = operation.getContext().api ?? "main";
    // A lost WebSocket does not mean that the service is unavailable: pages fall back to HTTP.
    if (operation.operationType === "subscription") return forward(operation);
    return forward(operation).pipe(
      tap({
        next: () => recordReachability(api, true),
        error: (error: unknown) => recordReachability(api, !isUnreachable(error)),
      }),
    );
  });
}

/** Whether the last request to a service failed, no matter which part of the page sent it. */
export function useIsUnavailable(api: Api): boolean {
  return useSyncExternalStore(changed.subscribe, () => unavailable[api]);
}

/** When a service last responded; null if it has not responded yet. */
export function lastResponseAt(api: Api): string | null {
  return respondedAt[api];
}
