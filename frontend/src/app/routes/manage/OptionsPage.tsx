import { Stack } from "@mantine/core";
import { useParams } from "react-router";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { usePollingInterval } from "../../../apollo/useIsLive";
import { useLive } from "../../../apollo/useLive";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { BackLink } from "../../../components/BackLink";
import { EmptyState } from "../../../components/EmptyState";
import { PageHeading } from "../../../components/PageHeading";
import { PageNotices } from "../../../components/PageNotices";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { DetailsSkeleton } from "../../../components/DetailsSkeleton";
import { REFRESH_MS } from "../../../config";
import { OptionsEditor } from "../../../features/options/OptionsEditor";
import { productOptions } from "../../../features/options/optionsFragments";
import { graphql, readFragment } from "../../../gql/admin";

const OptionsPageQuery = graphql(`
  query OptionsPage($id: ID!) {
    product(id: $id) {
      id
      ...ProductOptions_product
    }
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const OptionsLive = graphql(`
  subscription OptionsLive($id: ID!) {
    productChanged(ids: [$id]) {
      id
      product {
        id
        ...ProductOptions_product
      }
    }
  }
`);

const IMPACT = "Saved changes will appear in the shop when the connection is restored.";

function Options({ id }: { id: string }) {
  const interval = usePollingInterval(REFRESH_MS.options);
  const { data, problem, refresh } = usePageQuery(OptionsPageQuery, { id }, interval);
  const product = readFragment(productOptions, data.product ?? null);
  useLive(
    OptionsLive,
    { id },
    {
      onData: ({ productChanged }) => {
        if (!productChanged.product !== !product) void refresh();
      },
    },
  );
  if (!product) {
    return (
      <>
        <PageHeading>Product not found</PageHeading>
        <EmptyState title="This product doesn't exist">It may have been deleted.</EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeading>{`Options for ${product.title}`}</PageHeading>
      <div>
        <PageNotices problem={problem} sync={data.syncStatus} impact={IMPACT} />
        <OptionsEditor product={product} refresh={refresh} />
      </div>
    </>
  );
}

/** The page on which staff edit the options of a product. */
export default function OptionsPage() {
  const { id = "" } = useParams();
  return (
    <ServiceProvider api="admin">
      <Stack gap="lg">
        <BackLink list="/manage">All products</BackLink>
        <QueryBoundary key={id} skeleton={<DetailsSkeleton label="Loading options" />}>
          <Options id={id} />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
