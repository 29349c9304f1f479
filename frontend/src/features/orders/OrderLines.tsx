import { ChosenOptions } from "../../components/ChosenOptions";
import { formatPrice } from "../../components/format";
import { LinePicture } from "../../components/LinePicture";
import { LineTitle } from "../../components/LineTitle";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import classes from "./OrderDetails.module.css";

const orderFragment = graphql(`
  fragment OrderLines_order on Order {
    id
    lines {
      id
      productId
      title
      image
      unitPrice
      quantity
      total
      product {
        id
      }
      problem {
        message
      }
      configuration {
        optionId
        group
        name
        picture
      }
    }
  }
`);

/** The items of an order with their prices at that time. A line that caused a refund shows the reason. */
export function OrderLines({ order }: { order: FragmentType<typeof orderFragment> }) {
  const { lines } = readFragment(orderFragment, order);
  return (
    <ul className={classes.lines} aria-label="Items">
      {lines.map((line) => (
        <li key={line.id} className={classes.line}>
          <div className={classes.picture}>
            <LinePicture line={line} size={56} />
          </div>
          <div className={classes.text}>
            <LineTitle line={line} />
            <ChosenOptions chosen={line.configuration} />
            <div className={classes.unit}>
              {line.quantity} × {formatPrice(line.unitPrice)}
            </div>
            {line.problem && <p className={classes.problem}>{line.problem.message}</p>}
          </div>
          <span className={classes.total}>{formatPrice(line.total)}</span>
        </li>
      ))}
    </ul>
  );
}
