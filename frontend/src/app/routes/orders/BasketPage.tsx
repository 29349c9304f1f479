import { Stack } from "@mantine/core";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { DetailsSkeleton } from "../../../components/DetailsSkeleton";
import { RequireRole } from "../../../features/accounts/RequireRole";
import { Basket } from "./Basket";

/** The basket of the signed-in user. */
export default function BasketPage() {
  return (
    <RequireRole minimumRole="CUSTOMER" api="main">
      <ServiceProvider api="main">
        <Stack gap="lg">
          <PageHeading>Your basket</PageHeading>
          <QueryBoundary skeleton={<DetailsSkeleton label="Loading your basket" />}>
            <Basket />
          </QueryBoundary>
        </Stack>
      </ServiceProvider>
    </RequireRole>
  );
}
