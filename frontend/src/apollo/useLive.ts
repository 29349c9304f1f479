import type { ApolloCache, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { LIVE_MS, RECOVER_MS } from "../config";
import { codeOf } from "./links";
import { isConnected, reportSubscriptionFailure } from "./connection";
import { useApi } from "./ServiceProvider";
import { serviceRestored } from "./events";

const MAX_DELAY_MS = 60_000;

/** Errors that a retry with the same session cannot fix. */
const ACCESS_ERRORS = new Set(["UNAUTHENTICATED", "FORBIDDEN"]);

interface LiveOptions<TData> {
  /** Called with the data of each message before it is written to the cache. */
  onData?: (data: TData, cache: ApolloCache) => void;
  /** Does not subscribe if true. */
  skip?: boolean;
}

/**
 * Subscribes while the component is mounted and writes the data of each message to the cache, which updates all components
 * that show it. The service sends the current state first, and again after each reconnect, so no change is missed. A
 * failed subscription is retried with exponential backoff. A subscription without messages for a long time is restarted.
 * A subscription without a first message counts as failed, so that the page polls.
 */
export function useLive<TData, TVariables extends OperationVariables>(
  subscription: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  { onData, skip = false }: LiveOptions<TData> = {},
): void {
  const api = useApi();
  const client = useApolloClient();
  const key = JSON.stringify(variables);

  const writeToCache = useEffectEvent((data: TData) => {
    const { cache } = client;
    cache.batch({
      update: () => {
        onData?.(data, cache);
        cache.writeQuery<TData, OperationVariables>({
          id: "ROOT_SUBSCRIPTION",
          query: subscription,
          variables,
          data,
        });
      },
    });
  });

  useEffect(() => {
    if (skip) return undefined;
    let failures = 0;
    let clearFailure = () => {};
    let retryTimer: ReturnType<typeof setTimeout> | undefined;
    let messageTimer: ReturnType<typeof setTimeout> | undefined;
    let running: { unsubscribe: () => void } | undefined;

    const awaitFirstMessage = () => {
      clearTimeout(messageTimer);
      messageTimer = setTimeout(() => {
        if (isConnected(api)) fail(new Error("The subscription did not send a first message."));
        else awaitFirstMessage();
      }, LIVE_MS.firstMessage);
    };
    const awaitNextMessage = () => {
      clearTimeout(messageTimer);
      messageTimer = setTimeout(() => {
        running?.unsubscribe();
        subscribe();
      }, LIVE_MS.restart);
    };
    const subscribe = () => {
      retryTimer = undefined;
      awaitFirstMessage();
      running = client
        .subscribe<TData, OperationVariables>({
          query: subscription,
          variables: JSON.parse(key) as TVariables,
          fetchPolicy: "no-cache",
          // A deduplicated subscription would not receive the first message.
          context: { queryDeduplication: false },
        })
        .subscribe(({ data, error }) => {
          if (error) return fail(error);
          clearFailure();
          failures = 0;
          awaitNextMessage();
          return writeToCache(data as TData);
        });
    };
    const fail = (error: unknown) => {
      clearTimeout(messageTimer);
      running?.unsubscribe();
      clearFailure();
      const removeReport = reportSubscriptionFailure(api);
      clearFailure = () => {
        removeReport();
        clearFailure = () => {};
      };
      if (ACCESS_ERRORS.has(codeOf(error) ?? "")) return;
      retryTimer = setTimeout(subscribe, Math.min(MAX_DELAY_MS, RECOVER_MS * 2 ** failures));
      failures += 1;
    };

    const unsubscribe = serviceRestored.subscribe(() => {
      if (retryTimer === undefined) return;
      clearTimeout(retryTimer);
      subscribe();
    });
    subscribe();
    return () => {
      unsubscribe();
      clearTimeout(retryTimer);
      clearTimeout(messageTimer);
      running?.unsubscribe();
      clearFailure();
    };
  }, [api, client, subscription, key, skip]);
}
