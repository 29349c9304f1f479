import { Stack } from "@mantine/core";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { ShopOrderTableSkeleton } from "../../../features/orders/ShopOrderTable";
import { ShopOrders } from "./ShopOrders";

/** The orders of all customers, for staff. */
export default function ShopOrdersPage() {
  return (
    <ServiceProvider api="main">
      <Stack gap="lg">
        <PageHeading>Orders</PageHeading>
        <QueryBoundary skeleton={<ShopOrderTableSkeleton />}>
          <ShopOrders />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
