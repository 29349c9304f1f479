import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useSuspenseQuery } from "@apollo/client/react";
import { useState } from "react";
import { RECOVER_MS } from "../config";
import { useAttempt } from "./attempt";
import { describeProblem, type Problem } from "./problems";
import { useApi } from "./ServiceProvider";
import { usePolling } from "./usePolling";

interface PageQuery<TData> {
  data: TData;
  /** Refetches in the background. The page keeps its data during the request and if it fails. */
  refresh: () => Promise<void>;
  /** The failure of the last refetch, after which the data may be out of date. */
  problem: Problem | null;
}

/** The polling interval; null for no polling. */
type Interval<TData> = number | ((data: TData) => number | null);

function intervalFor<TData>(data: TData | undefined, interval: Interval<TData>): number | null {
  if (typeof interval === "number") return interval;
  return data === undefined ? null : interval(data);
}

/**
 * The query of a page or of an independent part of it. It suspends until there is data, shows cached data while it
 * refetches, and polls. Only a failure of the first load is thrown, for the `QueryBoundary` to catch.
 */
export function usePageQuery<TData, TVariables extends OperationVariables>(
  query: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  refreshMs: Interval<TData>,
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

  const refetch = async () => {
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
    await refetch();
  };
  const failure = refreshFailure === undefined ? error : refreshFailure;
  // A failed refetch is retried even if the page does not poll.
  const recoverMs = failure ? RECOVER_MS : null;
  usePolling(refetch, intervalFor(data as TData | undefined, refreshMs) ?? recoverMs);

  if (data === undefined) throw error;
  const problem = failure ? describeProblem(failure, api) : null;
  return { data: data as TData, refresh, problem };
}
