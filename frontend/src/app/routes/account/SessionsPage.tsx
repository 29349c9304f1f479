import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { Notice } from "../../../components/Notice";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { REFRESH_MS } from "../../../config";
import {
  EndSessionDialog,
  SignOutEverywhereDialog,
} from "../../../features/accounts/SessionDialog";
import { SessionItem } from "../../../features/accounts/SessionItem";
import { SessionList, SessionListSkeleton } from "../../../features/accounts/SessionList";
import { graphql } from "../../../gql/admin";

const SessionsPageQuery = graphql(`
  query SessionsPage {
    sessions {
      id
      ...SessionItem_session
    }
  }
`);

type OpenDialog = { kind: "all" } | { kind: "one"; session: { id: string; device: string } };

function Sessions() {
  const { data, problem, refresh } = usePageQuery(SessionsPageQuery, {}, REFRESH_MS.sessions);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {problem && <Notice>{problem.title}. Some information may be out of date.</Notice>}
      <SessionList>
        {data.sessions.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            onEnd={(device) => setOpen({ kind: "one", session: { id: session.id, device } })}
          />
        ))}
      </SessionList>
      <Button
        variant="light"
        color="berry"
        w="fit-content"
        onClick={() => setOpen({ kind: "all" })}
      >
        Sign out of all devices
      </Button>
      {open?.kind === "one" && (
        <EndSessionDialog session={open.session} onClose={close} onEnded={refresh} />
      )}
      {open?.kind === "all" && <SignOutEverywhereDialog onClose={close} />}
    </>
  );
}

/** The devices on which the user is signed in. */
export default function SessionsPage() {
  return (
    <ServiceProvider api="admin">
      <Stack gap="lg">
        <div>
          <PageHeading>Your devices</PageHeading>
          <Text c="dimmed">
            These devices are signed in to your account. Sign out devices you don't recognise.
          </Text>
        </div>
        <QueryBoundary skeleton={<SessionListSkeleton />}>
          <Sessions />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
