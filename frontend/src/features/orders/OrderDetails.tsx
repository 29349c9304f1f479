import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Totals } from "../../components/Totals";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import { OrderBadge } from "./OrderBadge";
import classes from "./OrderDetails.module.css";
import { OrderLines } from "./OrderLines";
import { describeOrder } from "./orderStates";
import { OrderTimeline } from "./OrderTimeline";
import { describeOrderForStaff } from "./staffOrderStates";

const orderFragment = graphql(`
  fragment OrderDetails_order on Order {
    id
    state
    stock
    reason
    subtotal
    fee
    total
    user {
      id
      username
    }
    ...OrderLines_order
    ...OrderTimeline_order
  }
`);

interface OrderDetailsProps {
  order: FragmentType<typeof orderFragment>;
  /** True on the pages for staff. */
  forStaff?: boolean;
  /** The actions. */
  children: ReactNode;
}

/** The state, items, amounts and history of an order. */
export function OrderDetails({ order: masked, forStaff = false, children }: OrderDetailsProps) {
  const order = readFragment(orderFragment, masked);
  return (
    <div className={classes.layout}>
      <Group className={classes.sheet} justify="space-between" gap="md">
        <div role="status" className={classes.standing}>
          <OrderBadge state={order.state} size="lg" />
          <Text>{forStaff ? describeOrderForStaff(order) : describeOrder(order)}</Text>
          {forStaff && (
            <Text c="dimmed" w="100%">
              Customer: {order.user?.username ?? "guest"}
            </Text>
          )}
        </div>
        {children}
      </Group>
      <section className={classes.sheet}>
        <Title order={2}>Items</Title>
        <OrderLines order={order} />
        <Totals sums={order} />
      </section>
      <section className={classes.sheet}>
        <Title order={2}>Order history</Title>
        <OrderTimeline order={order} />
      </section>
    </div>
  );
}
