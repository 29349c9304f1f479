import { Anchor, Skeleton, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useParams } from "react-router";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { EmptyState } from "../../../components/EmptyState";
import { PageHeading } from "../../../components/PageHeading";
import { PageNotices } from "../../../components/PageNotices";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { REFRESH_MS } from "../../../config";
import { LikeButton } from "../../../features/likes/LikeButton";
import { ProductDetails } from "../../../features/products/ProductDetails";
import { graphql } from "../../../gql/main";

const ProductPageQuery = graphql(`
  query ProductPage($id: ID!) {
    product(id: $id) {
      id
      ...ProductDetails_product
      ...LikeButton_product
    }
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

function Product({ id }: { id: string }) {
  const { data, problem } = usePageQuery(ProductPageQuery, { id }, REFRESH_MS.shop);
  if (!data.product) {
    return (
      <>
        <PageHeading>Not on the shelf</PageHeading>
        <EmptyState title="There is no such product">
          It may have been taken out of the assortment.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageNotices
        problem={problem}
        sync={data.syncStatus}
        late="Changes to this product show up here once it is back."
      />
      <ProductDetails product={data.product}>
        <LikeButton product={data.product} prominent />
      </ProductDetails>
    </>
  );
}

function ProductSkeleton() {
  return (
    <div role="status" aria-label="Loading the product">
      <Skeleton height={36} width="60%" mb="md" />
      <Skeleton height={320} radius="lg" />
    </div>
  );
}

/** One product, for customers. */
export default function ProductPage() {
  const { id = "" } = useParams();
  return (
    <ServiceProvider api="main">
      <Stack gap="lg" align="stretch">
        <Anchor component={Link} to="/" fw={500} w="fit-content">
          <IconArrowLeft size={18} aria-hidden className="inline-icon" /> All products
        </Anchor>
        <QueryBoundary key={id} skeleton={<ProductSkeleton />} headingLevel={1}>
          <Product id={id} />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
