import { Stack } from "@mantine/core";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { SheetSkeleton } from "../../../components/SheetSkeleton";
import { Gate } from "../../../features/accounts/Gate";
import { Basket } from "./Basket";

/** What the signed-in user is about to order. */
export default function BasketPage() {
  return (
    <Gate needs="CUSTOMER" api="main">
      <ServiceProvider api="main">
        <Stack gap="lg">
          <PageHeading>Your basket</PageHeading>
          <QueryBoundary skeleton={<SheetSkeleton label="Loading your basket" />}>
            <Basket />
          </QueryBoundary>
        </Stack>
      </ServiceProvider>
    </Gate>
  );
}
