import { useApolloClient } from "@apollo/client/react";
import { Button } from "@mantine/core";
import { useDeferredValue } from "react";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { EmptyState } from "../../../components/EmptyState";
import { countOf } from "../../../components/format";
import { PageNotices } from "../../../components/PageNotices";
import { type ListParams, toArguments, writeListParams } from "../../../components/useListParams";
import { PAGE_SIZE, REFRESH_MS } from "../../../config";
import { useMe } from "../../../features/accounts/MeProvider";
import { AddToBasketButton } from "../../../features/basket/AddToBasketButton";
import { CategoryLinks } from "../../../features/products/CategoryLinks";
import { ProductCard } from "../../../features/products/ProductCard";
import { LikeButton } from "../../../features/likes/LikeButton";
import { LoadMore } from "../../../features/products/LoadMore";
import { MakeLink } from "../../../features/products/MakeLink";
import { Shelf } from "../../../features/products/Shelf";
import { useFocusOnGrowth } from "../../../features/products/useFocusOnGrowth";
import { graphql } from "../../../gql/main";

const ShopPageQuery = graphql(`
  query ShopPage($first: Int!, $after: String, $filter: ProductFilter, $orderBy: ProductOrder) {
    products(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges {
        cursor
        node {
          id
          title
          configurable
          ...ProductCard_product
          ...LikeButton_product
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    categories
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const FIRST_SCREEN = 8;
const LATE = "New and changed products show up here once it is back.";

interface ProductListProps {
  list: ListParams;
  onReset: () => void;
}

/** The products that the address asks for; the former ones stay, dimmed, until they are there. */
export function ProductList({ list, onReset }: ProductListProps) {
  const shown = useDeferredValue(list);
  const variables = { first: PAGE_SIZE.shop, ...toArguments(shown) };
  const { data, problem } = usePageQuery(ShopPageQuery, variables, REFRESH_MS.shop);
  const { edges, pageInfo } = data.products;
  const { me } = useMe();
  const client = useApolloClient();
  const { list: shelf, expect } = useFocusOnGrowth(edges.length);

  const loadMore = () => {
    expect();
    const next = { ...variables, after: pageInfo.endCursor };
    return client.query({ query: ShopPageQuery, variables: next, fetchPolicy: "network-only" });
  };

  return (
    <div className="waits" aria-busy={shown !== list}>
      <PageNotices problem={problem} sync={data.syncStatus} late={LATE} />
      <CategoryLinks
        categories={data.categories}
        current={list.category}
        addressOf={(category) =>
          `/?${writeListParams(new URLSearchParams(), { ...list, category })}`
        }
      />
      <p role="status" className="result-count">
        {countOf(edges.length, "product")}
        {pageInfo.hasNextPage && ", and there are more"}
      </p>
      {edges.length === 0 ? (
        <EmptyState
          title="Nothing found"
          action={<Button onClick={onReset}>Show everything</Button>}
        >
          No product matches. Try another word or another category.
        </EmptyState>
      ) : (
        <Shelf ref={shelf}>
          {edges.map(({ node }, index) => (
            <li key={node.id}>
              <ProductCard product={node} eager={index < FIRST_SCREEN}>
                <LikeButton product={node} />
                {node.configurable ? (
                  <MakeLink product={node} />
                ) : (
                  <AddToBasketButton product={node} isSignedIn={me !== null} />
                )}
              </ProductCard>
            </li>
          ))}
        </Shelf>
      )}
      {pageInfo.hasNextPage && <LoadMore load={loadMore} />}
    </div>
  );
}
