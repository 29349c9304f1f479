import { Button } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useDeferredValue, useRef } from "react";
import { Link } from "react-router";
import { useFallback } from "../../../apollo/live";
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

/** A basket that has become another one, or none, is an order now. */
const OrdersLive = graphql(`
  subscription OrdersLive {
    basketChanged {
      id
    }
  }
`);

const LATE = "Order updates may take longer than usual.";

const nothing = () => ({});
const firstPage = () => new URLSearchParams();

/** The page of one's orders that the address asks for, newest first. */
export function Orders() {
  const { params, goTo } = useListAddress(nothing, firstPage);
  const shown = useDeferredValue(params);
  const pause = useFallback(REFRESH_MS.orders);
  const { data, problem, refresh } = usePageQuery(OrdersPageQuery, pageArguments(shown), pause);
  const basketId = useRef<string>(null);
  useLive(
    OrdersLive,
    {},
    {
      onState: ({ basketChanged }) => {
        if (basketId.current && basketId.current !== basketChanged?.id) void refresh();
        basketId.current = basketChanged?.id ?? null;
      },
    },
  );
  const { edges, pageInfo, totalCount } = data.orders;
  const { previous, next } = pageLinks(params, pageInfo);
  return (
    <div className="waits" aria-busy={shown !== params}>
      <PageNotices problem={problem} sync={data.syncStatus} late={LATE} />
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
