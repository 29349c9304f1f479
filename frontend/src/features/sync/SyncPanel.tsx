import { Skeleton } from "@mantine/core";
import { ServiceProvider } from "../../apollo/ServiceProvider";
import { usePageQuery } from "../../apollo/usePageQuery";
import { Notice } from "../../components/Notice";
import { QueryBoundary } from "../../components/QueryBoundary";
import { type Api, REFRESH_MS } from "../../config";
import { graphql } from "../../gql/main";
import { SyncCard } from "./SyncCard";
import classes from "./SyncCard.module.css";

const SyncState = graphql(`
  query SyncState {
    syncStatus {
      ...SyncCard_status
    }
  }
`);

function Status() {
  const { data, problem } = usePageQuery(SyncState, {}, REFRESH_MS.sync);
  return (
    <>
      {problem && <Notice>{problem.title}. This is its last known status.</Notice>}
      <SyncCard status={data.syncStatus} isOld={problem !== null} />
    </>
  );
}

/** The sync status of a service, updated regularly. It does not depend on the other service. */
export function SyncPanel({ api }: { api: Api }) {
  return (
    <ServiceProvider api={api}>
      <section className={classes.panel}>
        <QueryBoundary skeleton={<Skeleton height={260} role="status" aria-label="Loading" />}>
          <Status />
        </QueryBoundary>
      </section>
    </ServiceProvider>
  );
}
