import { useApolloClient } from "@apollo/client/react";
import { useIsLive } from "../apollo/live";
import type { Problem } from "../apollo/problems";
import { lastHeardOf, useIsAway } from "../apollo/reach";
import { useApi } from "../apollo/ServiceProvider";
import { useRepeat } from "../apollo/useRepeat";
import { type Api, REFRESH_MS, SERVICE_NAMES } from "../config";
import { graphql } from "../gql/main";
import { Ago } from "./Ago";
import { Notice } from "./Notice";

const NoticesQuery = graphql(`
  query Notices {
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

/** Pages that are told of changes do not ask for them any more; how the services get on nobody tells. */
function useFreshSync() {
  const client = useApolloClient();
  const isLive = useIsLive(useApi());
  useRepeat(
    () =>
      client.query({ query: NoticesQuery, fetchPolicy: "network-only" }).then(
        () => true,
        () => false,
      ),
    isLive ? REFRESH_MS.notices : null,
  );
}

interface PageNoticesProps {
  /** Why the page itself may be out of date. */
  problem: Problem | null;
  /** How the page's service gets on with the other one. */
  sync: { connected: boolean; lastAppliedAt?: string | null };
  /** What is late while the other service is away. */
  late: string;
}

function LastHeard({ at }: { at: string | null | undefined }) {
  if (!at) return null;
  return (
    <>
      {" "}
      Last updated <Ago at={at} />.
    </>
  );
}

/** Customers do not read the names of services; the pages of `admin_service` are for staff. */
function interruption(own: Api): string {
  return own === "main"
    ? "Some information may be out of date."
    : `The connection to the ${SERVICE_NAMES.main} is interrupted.`;
}

/** Says quietly what may be out of date on this page, and why. Empty when all is well. */
export function PageNotices({ problem, sync, late }: PageNoticesProps) {
  useFreshSync();
  const own = useApi();
  const other = own === "main" ? "admin" : "main";
  const isOtherAway = useIsAway(other);
  if (problem) {
    return (
      <Notice>
        {problem.title}. Some information may be out of date. We'll keep trying to reconnect.
        <LastHeard at={lastHeardOf(own)} />
      </Notice>
    );
  }
  if (sync.connected && !isOtherAway) return null;
  return (
    <Notice>
      {interruption(own)} {late}
      <LastHeard at={sync.lastAppliedAt} />
    </Notice>
  );
}
