import { Link } from "react-router";
import { useLive } from "../../apollo/useLive";
import { countOf, formatMoment, formatPrice } from "../../components/format";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import { OrderBadge } from "./OrderBadge";
import classes from "./OrderItem.module.css";
import { isFinal } from "./orderStates";

const orderFragment = graphql(`
  fragment OrderItem_order on Order {
    id
    state
    total
    placedAt
    lines {
      id
      title
      quantity
    }
  }
`);

const OrderItemLive = graphql(`
  subscription OrderItemLive($id: ID!) {
    orderChanged(id: $id) {
      id
      ...OrderItem_order
    }
  }
`);

/** An order in the customer's list. The whole item links to the order page. */
export function OrderItem({ order: masked }: { order: FragmentType<typeof orderFragment> }) {
  const { id, state, total, placedAt, lines } = readFragment(orderFragment, masked);
  useLive(OrderItemLive, { id }, { skip: isFinal({ state }) });
  const items = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <Link to={`/account/orders/${id}`} className={classes.link}>
          Order {id}
        </Link>
        <OrderBadge state={state} />
      </div>
      <span className={classes.total}>{formatPrice(total)}</span>
      <span className={classes.what}>{lines.map(({ title }) => title).join(", ")}</span>
      <span className={classes.when}>
        {countOf(items, "item")}
        {placedAt && <time dateTime={placedAt}> · {formatMoment(placedAt)}</time>}
      </span>
    </li>
  );
}
