import { useApolloClient } from "@apollo/client/react";
import { Stack } from "@mantine/core";
import { useNavigate, useParams } from "react-router";
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
import { useMe } from "../../../features/accounts/MeProvider";
import type { NotAddedState } from "../../../features/basket/NotAdded";
import { writeBasketToCache } from "../../../features/basket/writeBasketToCache";
import { CancelOrder } from "../../../features/orders/CancelOrder";
import { OrderDetails } from "../../../features/orders/OrderDetails";
import { isFinal } from "../../../features/orders/orderStates";
import { Reorder } from "../../../features/orders/Reorder";
import type { Added } from "../../../features/orders/useReorder";
import { REFRESH_MS } from "../../../config";
import { graphql } from "../../../gql/orders";

const OrderPageQuery = graphql(`
  query OrderPage($id: ID!) {
    order(id: $id) {
      id
      state
      cancellable
      user {
        id
      }
      ...OrderDetails_order
    }
    syncStatus {
      connected
      lastAppliedAt
    }
  }
`);

const OrderLive = graphql(`
  subscription OrderLive($id: ID!) {
    orderChanged(id: $id) {
      id
      state
      cancellable
      ...OrderDetails_order
    }
  }
`);

const IMPACT = "Order updates may take longer than usual.";

interface OrderProps {
  id: string;
  /** True on the pages for staff. */
  forStaff?: boolean;
}

/** An order and the actions that its viewer may perform. It is updated until its state is final. */
export function Order({ id, forStaff = false }: OrderProps) {
  const interval = usePollingInterval(REFRESH_MS.pendingOrder);
  const { data, problem, refresh } = usePageQuery(OrderPageQuery, { id }, (shown) =>
    isFinal(shown.order) ? null : interval(shown),
  );
  const { order } = data;
  const { me } = useMe();
  const client = useApolloClient();
  const navigate = useNavigate();
  useLive(OrderLive, { id }, { skip: isFinal(order) });
  if (!order || order.state === "OPEN") {
    return <EmptyState title="Order not found">Check the order number and try again.</EmptyState>;
  }
  const isOtherCustomer = Boolean(me && order.user && me.id !== order.user.id);
  const onAdded = ({ basket, notAdded }: Added) => {
    writeBasketToCache(client.cache, basket.lines.length > 0 ? basket : null);
    const state: NotAddedState = { notAdded };
    void navigate("/basket", { state });
  };
  return (
    <>
      <PageNotices problem={problem} sync={data.syncStatus} impact={IMPACT} />
      <OrderDetails order={order} forStaff={forStaff}>
        <CancelOrder order={order} onDone={refresh} />
        {!isOtherCustomer && <Reorder order={order} onDone={onAdded} />}
      </OrderDetails>
    </>
  );
}

/** The page of one of the customer's own orders. */
export default function OrderPage() {
  const { id = "" } = useParams();
  return (
    <ServiceProvider api="main">
      <Stack gap="lg">
        <BackLink list="/account/orders">All orders</BackLink>
        <PageHeading>{`Order ${id}`}</PageHeading>
        <QueryBoundary key={id} skeleton={<DetailsSkeleton label="Loading order" />}>
          <Order id={id} />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
