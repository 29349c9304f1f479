import { Button, NativeSelect } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useDeferredValue } from "react";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { EmptyState } from "../../../components/EmptyState";
import { countShown } from "../../../components/format";
import { PageNotices } from "../../../components/PageNotices";
import { Pager } from "../../../components/Pager";
import { pageArguments, pageLinks } from "../../../components/paging";
import { useListAddress } from "../../../components/useListAddress";
import { REFRESH_MS } from "../../../config";
import {
  readShopOrderList,
  SHOWN_OPTIONS,
  toShopOrderFilter,
  toShown,
  writeShopOrderList,
} from "../../../features/orders/shopOrderList";
import { ShopOrderRow } from "../../../features/orders/ShopOrderRow";
import { ShopOrderTable } from "../../../features/orders/ShopOrderTable";
import { graphql } from "../../../gql/orders";

const ShopOrdersPageQuery = graphql(`
  query ShopOrdersPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $filter: ShopOrderFilter
  ) {
    shopOrders(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      edges {
        node {
          id
          updatedAt
          ...ShopOrderRow_order
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const IMPACT = "Order updates may take longer than usual.";

/** The table of orders for the current URL, newest first. */
export function ShopOrders() {
  const { params, list, change, goTo } = useListAddress(readShopOrderList, writeShopOrderList);
  const shown = useDeferredValue(params);
  const filter = toShopOrderFilter(readShopOrderList(shown));
  const variables = { ...pageArguments(shown), filter };
  const { data, problem } = usePageQuery(ShopOrdersPageQuery, variables, REFRESH_MS.manage);
  const { edges, pageInfo, totalCount } = data.shopOrders;
  const { previous, next } = pageLinks(params, pageInfo);
  return (
    <div className="refetching-content" aria-busy={shown !== params}>
      <PageNotices problem={problem} sync={data.syncStatus} impact={IMPACT} />
      <NativeSelect
        label="Status"
        maw="16rem"
        data={SHOWN_OPTIONS}
        value={list.show}
        onChange={(event) => change({ show: toShown(event.currentTarget.value) })}
      />
      <p role="status" className="result-count">
        {countShown(edges.length, totalCount, "order")}
      </p>
      {edges.length === 0 ? (
        <EmptyState
          Icon={IconReceipt}
          title="No orders found"
          action={
            list.show !== "all" && (
              <Button onClick={() => change({ show: "all" })}>Clear filters</Button>
            )
          }
        >
          {list.show === "all"
            ? "Orders will appear here when customers place them."
            : "No orders have this status."}
        </EmptyState>
      ) : (
        <ShopOrderTable>
          {edges.map(({ node }) => (
            <ShopOrderRow key={node.id} order={node} />
          ))}
        </ShopOrderTable>
      )}
      <Pager onPrevious={previous && (() => goTo(previous))} onNext={next && (() => goTo(next))} />
    </div>
  );
}
