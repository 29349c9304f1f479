import { Stack } from "@mantine/core";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { OrderListSkeleton } from "../../../features/orders/OrderList";
import { Orders } from "./Orders";

/** The orders of the signed-in user. */
export default function OrdersPage() {
  return (
    <ServiceProvider api="main">
      <Stack gap="lg">
        <PageHeading>Your orders</PageHeading>
        <QueryBoundary skeleton={<OrderListSkeleton />}>
          <Orders />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
