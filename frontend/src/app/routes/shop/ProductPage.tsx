import { Group, Skeleton, Stack } from "@mantine/core";
import { useParams } from "react-router";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { usePollingInterval } from "../../../apollo/useIsLive";
import type { Problem } from "../../../apollo/problems";
import { useLive } from "../../../apollo/useLive";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { BackLink } from "../../../components/BackLink";
import { EmptyState } from "../../../components/EmptyState";
import { lazyWithRetry } from "../../../components/lazyWithRetry";
import { PageHeading } from "../../../components/PageHeading";
import { PageNotices } from "../../../components/PageNotices";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { stockBlockerId } from "../../../components/stock";
import { REFRESH_MS } from "../../../config";
import { useMe } from "../../../features/accounts/MeProvider";
import { AddToBasketButton } from "../../../features/basket/AddToBasketButton";
import { LikeButton } from "../../../features/likes/LikeButton";
import { ProductDetails } from "../../../features/products/ProductDetails";
import { graphql } from "../../../gql/main";

/** Loaded only for products with options. */
const ConfigurableProduct = lazyWithRetry(() => import("./ConfigurableProduct"));

const ProductPageQuery = graphql(`
  query ProductPage($id: ID!) {
    product(id: $id) {
      id
      title
      image
      configurable
      availableStock
      ...ProductDetails_product
      ...LikeButton_product
    }
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const ProductLive = graphql(`
  subscription ProductLive($id: ID!, $mine: Boolean!) {
    productCopyChanged(ids: [$id]) {
      id
      product {
        id
        title
        image
        configurable
        availableStock
        ...ProductDetails_product
        ...LikeButton_live
      }
    }
  }
`);

function Product({ id }: { id: string }) {
  const interval = usePollingInterval(REFRESH_MS.shop);
  const { data, problem, refresh } = usePageQuery(ProductPageQuery, { id }, interval);
  const { me } = useMe();
  const variables = { id, mine: Boolean(me) };
  useLive(ProductLive, variables, {
    onData: ({ productCopyChanged: { product } }) => {
      // The product was deleted or created.
      if (!product !== !data.product) void refresh();
    },
  });
  if (!data.product) {
    return (
      <>
        <PageHeading>Product not found</PageHeading>
        <EmptyState title="This product isn't available">We may no longer sell it.</EmptyState>
      </>
    );
  }
  const renderNotice = (configurationProblem: Problem | null) => (
    <PageNotices
      problem={problem ?? configurationProblem}
      sync={data.syncStatus}
      impact="Changes to this product may take longer to appear."
    />
  );
  if (data.product.configurable) {
    return <ConfigurableProduct product={data.product} renderNotice={renderNotice} />;
  }
  return (
    <>
      {renderNotice(null)}
      <ProductDetails product={data.product}>
        <Group>
          <AddToBasketButton
            product={data.product}
            isSignedIn={me !== null}
            blockedBy={stockBlockerId(data.product)}
            prominent
          />
          <LikeButton product={data.product} prominent />
        </Group>
      </ProductDetails>
    </>
  );
}

function ProductSkeleton() {
  return (
    <div role="status" aria-label="Loading product">
      <Skeleton height={36} width="60%" mb="md" />
      <Skeleton height={320} radius="lg" />
    </div>
  );
}

/** The product page of the shop. */
export default function ProductPage() {
  const { id = "" } = useParams();
  return (
    <ServiceProvider api="main">
      <Stack gap="lg" align="stretch">
        <BackLink list="/">All products</BackLink>
        <QueryBoundary key={id} skeleton={<ProductSkeleton />} headingLevel={1}>
          <Product id={id} />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
