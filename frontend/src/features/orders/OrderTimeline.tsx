import { formatInstant } from "../../components/format";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import classes from "./OrderDetails.module.css";
import { describeStep } from "./orderStates";

const orderFragment = graphql(`
  fragment OrderTimeline_order on Order {
    id
    timeline {
      at
      state
      stock
    }
  }
`);

/** The history of an order, oldest step first. */
export function OrderTimeline({ order }: { order: FragmentType<typeof orderFragment> }) {
  const { timeline } = readFragment(orderFragment, order);
  return (
    <ol className={classes.steps} aria-label="Order history">
      {timeline.map((step) => (
        <li key={step.at + step.state + step.stock} className={classes.step}>
          <span className={classes.name}>{describeStep(step)}</span>
          <time dateTime={step.at} className={classes.when}>
            {formatInstant(step.at)}
          </time>
        </li>
      ))}
    </ol>
  );
}
