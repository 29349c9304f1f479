import { Stack } from "@mantine/core";
import { useParams } from "react-router";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { BackLink } from "../../../components/BackLink";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { DetailsSkeleton } from "../../../components/DetailsSkeleton";
import { Order } from "./OrderPage";

/** The page of any customer's order, for staff. */
export default function ShopOrderPage() {
  const { id = "" } = useParams();
  return (
    <ServiceProvider api="main">
      <Stack gap="lg">
        <BackLink list="/manage/orders">All orders</BackLink>
        <PageHeading>{`Order ${id}`}</PageHeading>
        <QueryBoundary key={id} skeleton={<DetailsSkeleton label="Loading order" />}>
          <Order id={id} forStaff />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
