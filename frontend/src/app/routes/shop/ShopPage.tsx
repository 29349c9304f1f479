import { Stack, Text } from "@mantine/core";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { formatCategory } from "../../../components/format";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { ListControls } from "../../../components/ListControls";
import { SEARCH, SORT_OPTIONS } from "../../../components/sorting";
import { useListParams } from "../../../components/useListParams";
import { ProductGridSkeleton } from "../../../features/products/ProductGrid";
import { ProductList } from "./ProductList";

/** The list of products, searched, filtered and sorted by the URL. */
export default function ShopPage() {
  const { list, change } = useListParams();
  return (
    <ServiceProvider api="main">
      <Stack gap="lg">
        <div>
          <PageHeading>
            {list.category === null ? "Shop" : formatCategory(list.category)}
          </PageHeading>
          <Text c="dimmed">Good food and drink from small makers.</Text>
        </div>
        <ListControls search={SEARCH} sorts={SORT_OPTIONS} list={list} onChange={change} />
        <QueryBoundary skeleton={<ProductGridSkeleton />}>
          <ProductList list={list} onReset={() => change({ search: "", category: null })} />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
