import { useApolloClient } from "@apollo/client/react";
import { useIsLive } from "../apollo/useIsLive";
import type { Problem } from "../apollo/problems";
import { lastResponseAt, useIsUnavailable } from "../apollo/serviceStatus";
import { useApi } from "../apollo/ServiceProvider";
import { usePolling } from "../apollo/usePolling";
import { type Api, REFRESH_MS, SERVICE_NAMES } from "../config";
import { graphql } from "../gql/main";
import { RelativeTime } from "./RelativeTime";
import { Notice } from "./Notice";

const NoticesQuery = graphql(`
  query Notices {
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

/** Polls the sync status, which has no subscription, on pages that do not poll because their subscriptions work. */
function useSyncStatusPolling() {
  const client = useApolloClient();
  const isLive = useIsLive(useApi());
  usePolling(
    () =>
      client.query({ query: NoticesQuery, fetchPolicy: "network-only" }).then(
        () => true,
        () => false,
      ),
    isLive ? REFRESH_MS.notices : null,
  );
}

interface PageNoticesProps {
  /** The failure of the page's own query. */
  problem: Problem | null;
  /** The sync status of the page's service. */
  sync: { connected: boolean; lastAppliedAt?: string | null };
  /** What is delayed while the connection to the other service is interrupted. */
  impact: string;
}

function LastUpdate({ at }: { at: string | null | undefined }) {
  if (!at) return null;
  return (
    <>
      {" "}
      Last updated <RelativeTime at={at} />.
    </>
  );
}

/** Customers do not read the names of services; the pages of `admin_service` are for staff. */
function interruption(own: Api): string {
  return own === "main"
    ? "Some information may be out of date."
    : `The connection to the ${SERVICE_NAMES.main} is interrupted.`;
}

/** Shows at most one notice about outdated data on the page. */
export function PageNotices({ problem, sync, impact }: PageNoticesProps) {
  useSyncStatusPolling();
  const own = useApi();
  const other = own === "main" ? "admin" : "main";
  const isOtherUnavailable = useIsUnavailable(other);
  if (problem) {
    return (
      <Notice>
        {problem.title}. Some information may be out of date. We'll keep trying to reconnect.
        <LastUpdate at={lastResponseAt(own)} />
      </Notice>
    );
  }
  if (sync.connected && !isOtherUnavailable) return null;
  return (
    <Notice>
      {interruption(own)} {impact}
      <LastUpdate at={sync.lastAppliedAt} />
    </Notice>
  );
}
