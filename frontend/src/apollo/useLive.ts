import type { ApolloCache, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { LIVE_MS, RECOVER_MS } from "../config";
import { codeOf } from "./links";
import { isConnected, noteFailure } from "./live";
import { useApi } from "./ServiceProvider";
import { returns } from "./signal";

const LONGEST_MS = 60_000;

/** Only another session would be given what this one is refused. */
const REFUSED = new Set(["UNAUTHENTICATED", "FORBIDDEN"]);

interface LiveOptions<TData> {
  /** Called with each state before it is in the cache. */
  onState?: (data: TData, cache: ApolloCache) => void;
  /** True where there is nothing to be told of. */
  skip?: boolean;
}

/**
 * Has the service tell of changes for as long as this is on the page: each state goes into the cache, and with it onto
 * every page that shows it. The first one comes at once, and again whenever the connection was away, so nothing is
 * missed. What cannot be subscribed to is tried again at growing pauses. A subscription that is silent for long is
 * started anew; one without a first state counts as failed, so that the page asks for itself.
 */
export function useLive<TData, TVariables extends OperationVariables>(
  subscription: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  { onState, skip = false }: LiveOptions<TData> = {},
): void {
  const api = useApi();
  const client = useApolloClient();
  const key = JSON.stringify(variables);

  const keep = useEffectEvent((data: TData) => {
    const { cache } = client;
    cache.batch({
      update: () => {
        onState?.(data, cache);
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
    let recover = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    let silence: ReturnType<typeof setTimeout> | undefined;
    let running: { unsubscribe: () => void } | undefined;

    const awaitFirstState = () => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        if (isConnected(api)) fail(new Error("The subscription has no first state."));
        else awaitFirstState();
      }, LIVE_MS.firstState);
    };
    const awaitNextState = () => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        running?.unsubscribe();
        subscribe();
      }, LIVE_MS.silence);
    };
    const subscribe = () => {
      timer = undefined;
      awaitFirstState();
      running = client
        .subscribe<TData, OperationVariables>({
          query: subscription,
          variables: JSON.parse(key) as TVariables,
          fetchPolicy: "no-cache",
          // Who joins another one's subscription is not told the first state.
          context: { queryDeduplication: false },
        })
        .subscribe(({ data, error }) => {
          if (error) return fail(error);
          recover();
          failures = 0;
          awaitNextState();
          return keep(data as TData);
        });
    };
    const fail = (error: unknown) => {
      clearTimeout(silence);
      running?.unsubscribe();
      recover();
      const noted = noteFailure(api);
      recover = () => {
        noted();
        recover = () => {};
      };
      if (REFUSED.has(codeOf(error) ?? "")) return;
      timer = setTimeout(subscribe, Math.min(LONGEST_MS, RECOVER_MS * 2 ** failures));
      failures += 1;
    };

    const stopListening = returns.listen(() => {
      if (timer === undefined) return;
      clearTimeout(timer);
      subscribe();
    });
    subscribe();
    return () => {
      stopListening();
      clearTimeout(timer);
      clearTimeout(silence);
      running?.unsubscribe();
      recover();
    };
  }, [api, client, subscription, key, skip]);
}
