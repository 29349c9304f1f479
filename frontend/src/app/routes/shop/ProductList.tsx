import { useApolloClient } from "@apollo/client/react";
import { Button } from "@mantine/core";
import { useDeferredValue, useMemo } from "react";
import { useFallback } from "../../../apollo/live";
import { changesLists } from "../../../apollo/liveList";
import { useLive } from "../../../apollo/useLive";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { useSoon } from "../../../apollo/useSoon";
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
import { Shelf } from "../../../features/products/Shelf";
import { useFocusOnGrowth } from "../../../features/products/useFocusOnGrowth";
import { useLoadedCount, useRestoredLength } from "../../../features/products/useLoadedCount";
import { graphql } from "../../../gql/main";
import { ShelfItem } from "./ShelfItem";

const ShopPageQuery = graphql(`
  query ShopPage($first: Int!, $after: String, $filter: ProductFilter, $orderBy: ProductOrder) {
    products(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges {
        cursor
        node {
          id
          ...ShelfItem_product
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
          ...ShopPage_place
          ...ProductCard_product
        }
      }
    }
  }
`);

/** What the list goes by; how it stands with likes is asked for where it goes by them. */
const placeFragment = graphql(`
  fragment ShopPage_place on Product {
    title
    category
    price
  }
`);
const PLACE = ["title", "category", "price"] as const;

const FIRST_SCREEN = 8;
const LATE = "New products and changes may take longer to appear.";

interface ProductListProps {
  list: ListParams;
  onReset: () => void;
}

/** The products that the address asks for; the former ones stay, dimmed, until they are there. */
export function ProductList({ list, onReset }: ProductListProps) {
  const loaded = useLoadedCount();
  const wanted = useMemo(() => ({ list, loaded }), [list, loaded]);
  const shown = useDeferredValue(wanted);
  const first = Math.min(LONGEST_PAGE, Math.max(PAGE_SIZE.shop, shown.loaded.before));
  const variables = { first, ...toArguments(shown.list) };
  const isByLikes = shown.list.sort === "liked";
  const pause = useFallback(REFRESH_MS.shop);
  const { data, problem, refresh } = usePageQuery(
    ShopPageQuery,
    variables,
    isByLikes ? REFRESH_MS.shop : pause,
  );
  const { edges, pageInfo, totalCount, revision } = data.products;
  const { me } = useMe();
  const refreshSoon = useSoon(refresh);
  useLive(
    ShopLive,
    {},
    {
      onState: ({ productCopiesChanged }, cache) => {
        const isChanged = changesLists(cache, productCopiesChanged, placeFragment, PLACE);
        if (isChanged && productCopiesChanged.revision !== revision) refreshSoon();
      },
    },
  );
  const client = useApolloClient();
  const { list: shelf, expect } = useFocusOnGrowth(edges.length);

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
    <div className="waits" aria-busy={shown !== wanted}>
      <PageNotices problem={problem} sync={data.syncStatus} late={LATE} />
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
        <Shelf ref={shelf}>
          {edges.map(({ node }, index) => (
            <ShelfItem
              key={node.id}
              product={node}
              eager={index < FIRST_SCREEN}
              isSignedIn={me !== null}
            />
          ))}
        </Shelf>
      )}
      {pageInfo.hasNextPage && <LoadMore load={loadMore} />}
    </div>
  );
}
