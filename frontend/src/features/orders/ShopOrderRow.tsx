import { Badge, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import { useLive } from "../../apollo/useLive";
import { RelativeTime } from "../../components/RelativeTime";
import { formatPrice } from "../../components/format";
import { useNow } from "../../components/useNow";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import { OrderBadge } from "./OrderBadge";
import { RetryOrder } from "./RetryOrder";
import { isFinal } from "./orderStates";
import { isStuck } from "./shopOrderList";
import classes from "./ShopOrderTable.module.css";

const orderFragment = graphql(`
  fragment ShopOrderRow_order on Order {
    id
    state
    stock
    total
    placedAt
    updatedAt
    lines {
      id
      title
      quantity
    }
    user {
      id
      username
    }
  }
`);

const ShopOrderRowLive = graphql(`
  subscription ShopOrderRowLive($id: ID!) {
    orderChanged(id: $id) {
      id
      ...ShopOrderRow_order
    }
  }
`);

/**
 * A row of the table of all orders. The whole row links to the order page. On phones, values without a column are shown
 * below the number.
 */
export function ShopOrderRow({ order: masked }: { order: FragmentType<typeof orderFragment> }) {
  const order = readFragment(orderFragment, masked);
  useLive(ShopOrderRowLive, { id: order.id }, { skip: isFinal(order) });
  const stuck = isStuck(order, useNow());
  const customer = order.user?.username ?? "–";
  const what = order.lines.map(({ title, quantity }) => `${quantity} × ${title}`).join(", ");
  return (
    <Table.Tr className={classes.row}>
      <Table.Th scope="row" role="rowheader" className={classes.number}>
        <Link
          to={`/manage/orders/${order.id}`}
          className={classes.link}
          aria-label={`Order ${order.id}`}
        >
          <span className={classes.phone}>Order </span>
          {order.id}
        </Link>
        <Text span size="xs" c="dimmed" className={classes.narrow}>
          {customer} · {what}
        </Text>
      </Table.Th>
      <Table.Td className={classes.wide}>{customer}</Table.Td>
      <Table.Td className={classes.wide}>{what}</Table.Td>
      <Table.Td className={`${classes.wide} ${classes.when}`}>
        {order.placedAt ? <RelativeTime at={order.placedAt} /> : "–"}
      </Table.Td>
      <Table.Td className={classes.total}>{formatPrice(order.total)}</Table.Td>
      <Table.Td>
        <div className={classes.state}>
          <OrderBadge state={order.state} />
          {stuck && (
            <>
              <Badge variant="light" color="berry" tt="none">
                Delayed
              </Badge>
              <RetryOrder id={order.id} />
            </>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
