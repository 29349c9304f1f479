import { Button } from "@mantine/core";
import { EmptyState } from "../components/EmptyState";
import { PageHeading } from "../components/PageHeading";

/** Stands for a page whose program could not be loaded, or that has a fault: a fresh start is all that helps. */
export function PageFailure() {
  return (
    <>
      <PageHeading>This page could not be opened</PageHeading>
      <EmptyState
        title="Something is missing"
        action={<Button onClick={() => window.location.reload()}>Load it again</Button>}
      >
        The connection may have failed, or there is a newer version of the shop.
      </EmptyState>
    </>
  );
}
