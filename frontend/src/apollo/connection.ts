import type { Api } from "../config";
import { createEmitter, serviceRestored } from "./events";

const isOpen: Record<Api, boolean> = { admin: false, main: false };
const failures: Record<Api, number> = { admin: 0, main: 0 };
const changed = createEmitter();

/** Calls `listener` when the result of `isLive` may have changed. Returns a function that unsubscribes. */
export const subscribeToConnection = changed.subscribe;

/** Records whether the WebSocket of a service is open. */
export function setConnected(api: Api, open: boolean): void {
  isOpen[api] = open;
  changed.emit();
  if (open) serviceRestored.emit();
}

/** Whether the WebSocket of a service is open. */
export function isConnected(api: Api): boolean {
  return isOpen[api];
}

/** Records that a subscription fails. Returns a function to call when it works again or is no longer needed. */
export function reportSubscriptionFailure(api: Api): () => void {
  failures[api] += 1;
  changed.emit();
  return () => {
    failures[api] -= 1;
    changed.emit();
  };
}

/** Whether the service pushes all changes to this page. If not, the page must poll. */
export function isLive(api: Api): boolean {
  return isOpen[api] && failures[api] === 0;
}
