import { Stack } from "@mantine/core";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { ProductTableSkeleton } from "../../../features/admin/ProductTable";
import { Catalogue } from "./Catalogue";

/** The catalogue for staff. */
export default function ProductsPage() {
  return (
    <ServiceProvider api="admin">
      <Stack gap="lg">
        <PageHeading>Catalogue</PageHeading>
        <QueryBoundary skeleton={<ProductTableSkeleton />}>
          <Catalogue />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
