import { Button } from "@mantine/core";
import { Link } from "react-router";
import { EmptyState } from "../../components/EmptyState";
import { PageHeading } from "../../components/PageHeading";

/** The page for unknown URLs. */
export default function NotFoundPage() {
  return (
    <>
      <PageHeading>Page not found</PageHeading>
      <EmptyState
        title="We couldn't find that page"
        action={
          <Button component={Link} to="/">
            Continue shopping
          </Button>
        }
      >
        The link may be incorrect, or the page may have been moved.
      </EmptyState>
    </>
  );
}
