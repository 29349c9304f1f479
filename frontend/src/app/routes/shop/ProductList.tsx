import { useApolloClient } from "@apollo/client/react";
import { Button } from "@mantine/core";
import { useDeferredValue, useMemo } from "react";
import { usePollingInterval } from "../../../apollo/useIsLive";
import { applyProductChanges } from "../../../apollo/productChanges";
import { useLive } from "../../../apollo/useLive";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { useThrottled } from "../../../apollo/useThrottled";
import { EmptyState } from "../../../components/EmptyState";
import { countShown } from "../../../components/format";
import { PageNotices } from "../../../components/PageNotices";
import { type ListParams, toArguments, writeListParams } from "../../../components/useListParams";
import { LONGEST_PAGE, PAGE_SIZE, REFRESH_MS } from "../../../config";
import { useMe } from "../../../features/accounts/MeProvider";
import { CategoryLinks } from "../../../features/products/CategoryLinks";
import { LiveLikes } from "../../../features/likes/LiveLikes";
import { LiveStock } from "../../../features/products/LiveStock";
import { LoadMore } from "../../../features/products/LoadMore";
import { ProductGrid } from "../../../features/products/ProductGrid";
import { useFocusOnGrowth } from "../../../features/products/useFocusOnGrowth";
import { useLoadedCount, useRestoredLength } from "../../../features/products/useLoadedCount";
import { graphql } from "../../../gql/main";
import { ProductListItem } from "./ProductListItem";

const ShopPageQuery = graphql(`
  query ShopPage($first: Int!, $after: String, $filter: ProductFilter, $orderBy: ProductOrder) {
    products(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges {
        cursor
        node {
          id
          ...ProductListItem_product
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
      revision
    }
    categories
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const ShopLive = graphql(`
  subscription ShopLive {
    productCopiesChanged {
      all
      revision
      changes {
        id
        product {
          id
          title
          configurable
          availableStock
          ...ShopPage_sortFields
          ...ProductCard_product
        }
      }
    }
  }
`);

/** The fields that filter and sort the list. A list that is sorted by likes is polled instead. */
const sortFieldsFragment = graphql(`
  fragment ShopPage_sortFields on Product {
    title
    category
    price
  }
`);
const SORT_FIELDS = ["title", "category", "price"] as const;

const FIRST_SCREEN = 8;
const IMPACT = "New products and changes may take longer to appear.";

interface ProductListProps {
  list: ListParams;
  onReset: () => void;
}

/** The products for the current URL. While they load, the previous products stay visible and dimmed. */
export function ProductList({ list, onReset }: ProductListProps) {
  const loaded = useLoadedCount();
  const requested = useMemo(() => ({ list, loaded }), [list, loaded]);
  const shown = useDeferredValue(requested);
  const first = Math.min(LONGEST_PAGE, Math.max(PAGE_SIZE.shop, shown.loaded.before));
  const variables = { first, ...toArguments(shown.list) };
  const isSortedByLikes = shown.list.sort === "liked";
  const interval = usePollingInterval(REFRESH_MS.shop);
  const { data, problem, refresh } = usePageQuery(
    ShopPageQuery,
    variables,
    isSortedByLikes ? REFRESH_MS.shop : interval,
  );
  const { edges, pageInfo, totalCount, revision } = data.products;
  const { me } = useMe();
  const scheduleRefresh = useThrottled(refresh);
  useLive(
    ShopLive,
    {},
    {
      onData: ({ productCopiesChanged }, cache) => {
        const isChanged = applyProductChanges(
          cache,
          productCopiesChanged,
          sortFieldsFragment,
          SORT_FIELDS,
        );
        if (isChanged && productCopiesChanged.revision !== revision) scheduleRefresh();
      },
    },
  );
  const client = useApolloClient();
  const { list: grid, expect } = useFocusOnGrowth(edges.length);

  const nextPage = () => {
    const next = { ...variables, first: PAGE_SIZE.shop, after: pageInfo.endCursor };
    return client.query({ query: ShopPageQuery, variables: next, fetchPolicy: "network-only" });
  };
  const loadMore = () => {
    expect();
    return nextPage();
  };
  useRestoredLength({
    loaded: shown.loaded,
    length: edges.length,
    hasMore: pageInfo.hasNextPage,
    loadMore: nextPage,
  });

  return (
    <div className="refetching-content" aria-busy={shown !== requested}>
      <PageNotices problem={problem} sync={data.syncStatus} impact={IMPACT} />
      <LiveStock ids={edges.map(({ node }) => node.id)} />
      <LiveLikes ids={edges.map(({ node }) => node.id)} isSignedIn={Boolean(me)} />
      <CategoryLinks
        categories={data.categories}
        current={list.category}
        addressOf={(category) =>
          `/?${writeListParams(new URLSearchParams(), { ...list, category })}`
        }
      />
      <p role="status" className="result-count">
        {countShown(edges.length, totalCount, "product")}
      </p>
      {edges.length === 0 ? (
        <EmptyState
          title="No products found"
          action={<Button onClick={onReset}>Clear filters</Button>}
        >
          Try a different search term or category.
        </EmptyState>
      ) : (
        <ProductGrid ref={grid}>
          {edges.map(({ node }, index) => (
            <ProductListItem
              key={node.id}
              product={node}
              eager={index < FIRST_SCREEN}
              isSignedIn={me !== null}
            />
          ))}
        </ProductGrid>
      )}
      {pageInfo.hasNextPage && <LoadMore load={loadMore} />}
    </div>
  );
}
