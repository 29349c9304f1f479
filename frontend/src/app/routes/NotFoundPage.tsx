import { Button } from "@mantine/core";
import { Link } from "react-router";
import { EmptyState } from "../../components/EmptyState";
import { PageHeading } from "../../components/PageHeading";

/** For an address that leads nowhere. */
export default function NotFoundPage() {
  return (
    <>
      <PageHeading>Page not found</PageHeading>
      <EmptyState
        title="Nobody lives here"
        action={
          <Button component={Link} to="/">
            See all products
          </Button>
        }
      >
        The address may be mistyped, or the page has moved.
      </EmptyState>
    </>
  );
}
