import { useSyncExternalStore } from "react";
import type { Api } from "../config";
import { isLive, subscribeToConnection } from "./connection";
import { useApi } from "./ServiceProvider";

/** Whether the service pushes all changes to this page. If not, the page must poll. */
export function useIsLive(api: Api): boolean {
  return useSyncExternalStore(subscribeToConnection, () => isLive(api));
}

/** The part of a page's data that says whether its service receives changes from the other service. */
interface WithSync {
  syncStatus: { connected: boolean };
}

/**
 * Returns a function that chooses the polling interval of a page with subscriptions. It is null (no polling) unless the
 * subscriptions do not work or the page's service does not receive changes from the other service.
 */
export function usePollingInterval(everyMs: number): (data: WithSync) => number | null {
  const isServiceLive = useIsLive(useApi());
  return ({ syncStatus }) => (isServiceLive && syncStatus.connected ? null : everyMs);
}
