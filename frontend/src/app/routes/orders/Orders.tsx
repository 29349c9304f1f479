import { Button } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useDeferredValue, useRef } from "react";
import { Link } from "react-router";
import { usePollingInterval } from "../../../apollo/useIsLive";
import { useLive } from "../../../apollo/useLive";
import { usePageQuery } from "../../../apollo/usePageQuery";
import { EmptyState } from "../../../components/EmptyState";
import { countShown } from "../../../components/format";
import { PageNotices } from "../../../components/PageNotices";
import { Pager } from "../../../components/Pager";
import { pageArguments, pageLinks } from "../../../components/paging";
import { useListAddress } from "../../../components/useListAddress";
import { REFRESH_MS } from "../../../config";
import { OrderItem } from "../../../features/orders/OrderItem";
import { OrderList } from "../../../features/orders/OrderList";
import { graphql } from "../../../gql/orders";

const OrdersPageQuery = graphql(`
  query OrdersPage($first: Int, $after: String, $last: Int, $before: String) {
    orders(first: $first, after: $after, last: $last, before: $before) {
      edges {
        node {
          id
          ...OrderItem_order
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

/** When the id of the basket changes, the previous basket has become an order. */
const OrdersLive = graphql(`
  subscription OrdersLive {
    basketChanged {
      id
    }
  }
`);

const IMPACT = "Order updates may take longer than usual.";

const noFilters = () => ({});
const firstPage = () => new URLSearchParams();

/** The customer's own orders for the current URL, newest first. */
export function Orders() {
  const { params, goTo } = useListAddress(noFilters, firstPage);
  const shown = useDeferredValue(params);
  const interval = usePollingInterval(REFRESH_MS.orders);
  const { data, problem, refresh } = usePageQuery(OrdersPageQuery, pageArguments(shown), interval);
  const basketId = useRef<string>(null);
  useLive(
    OrdersLive,
    {},
    {
      onData: ({ basketChanged }) => {
        if (basketId.current && basketId.current !== basketChanged?.id) void refresh();
        basketId.current = basketChanged?.id ?? null;
      },
    },
  );
  const { edges, pageInfo, totalCount } = data.orders;
  const { previous, next } = pageLinks(params, pageInfo);
  return (
    <div className="refetching-content" aria-busy={shown !== params}>
      <PageNotices problem={problem} sync={data.syncStatus} impact={IMPACT} />
      {edges.length === 0 ? (
        <EmptyState
          Icon={IconReceipt}
          title="No orders yet"
          action={
            <Button component={Link} to="/">
              Start shopping
            </Button>
          }
        >
          When you place an order, it will appear here.
        </EmptyState>
      ) : (
        <>
          <p role="status" className="result-count">
            {countShown(edges.length, totalCount, "order")}
          </p>
          <OrderList>
            {edges.map(({ node }) => (
              <OrderItem key={node.id} order={node} />
            ))}
          </OrderList>
        </>
      )}
      <Pager onPrevious={previous && (() => goTo(previous))} onNext={next && (() => goTo(next))} />
    </div>
  );
}
