import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useSuspenseQuery } from "@apollo/client/react";
import { useState } from "react";
import { RECOVER_MS } from "../config";
import { useAttempt } from "./attempt";
import { describeProblem, type Problem } from "./problems";
import { useApi } from "./ServiceProvider";
import { useRepeat } from "./useRepeat";

interface PageQuery<TData> {
  data: TData;
  /** Asks again in the background; the page stays as it is meanwhile, and also when that fails. */
  refresh: () => Promise<void>;
  /** Why the data may be out of date: the last attempt to refresh it failed. */
  problem: Problem | null;
}

/** How long to wait before asking again; null for not at all. */
type Pause<TData> = number | ((data: TData) => number | null);

function pauseAfter<TData>(data: TData | undefined, pause: Pause<TData>): number | null {
  if (typeof pause === "number") return pause;
  return data === undefined ? null : pause(data);
}

/**
 * The one query of a page or of a part that stands by itself. Suspends until there is data, shows what the cache
 * has while it asks again, and keeps it fresh. Only a first load that fails is thrown, to the `QueryBoundary`.
 */
export function usePageQuery<TData, TVariables extends OperationVariables>(
  query: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  refreshMs: Pause<TData>,
): PageQuery<TData> {
  const api = useApi();
  const client = useApolloClient();
  const [refreshFailure, setRefreshFailure] = useState<unknown>();
  const options: useSuspenseQuery.Options<TVariables> = {
    variables,
    fetchPolicy: "cache-and-network",
    errorPolicy: "all",
    queryKey: useAttempt(),
  };
  const { data, error } = useSuspenseQuery(query, options);

  const ask = async () => {
    try {
      await client.query<TData, OperationVariables>({
        query,
        variables,
        fetchPolicy: "network-only",
      });
      setRefreshFailure(null);
      return true;
    } catch (failure) {
      setRefreshFailure(failure);
      return false;
    }
  };
  const refresh = async () => {
    await ask();
  };
  const failure = refreshFailure === undefined ? error : refreshFailure;
  // What has failed is tried again also where nothing else is asked for.
  const recoverMs = failure ? RECOVER_MS : null;
  useRepeat(ask, pauseAfter(data as TData | undefined, refreshMs) ?? recoverMs);

  if (data === undefined) throw error;
  const problem = failure ? describeProblem(failure, api) : null;
  return { data: data as TData, refresh, problem };
}
