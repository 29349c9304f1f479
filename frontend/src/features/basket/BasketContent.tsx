import { useApolloClient } from "@apollo/client/react";
import { Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Totals } from "../../components/Totals";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import classes from "./BasketContent.module.css";
import { describeLines, itemsIn } from "./basketCount";
import { BasketLine } from "./BasketLine";
import { BasketProblems } from "./BasketProblems";
import type { Offer } from "./useCheckoutAttempt";
import { useSettling } from "./useSettling";

const orderFragment = graphql(`
  fragment BasketContent_order on Order {
    id
    subtotal
    fee
    total
    lines {
      id
      productId
      quantity
      problem {
        message
      }
      ...BasketLine_line
    }
  }
`);

const totalFragment = graphql(`
  fragment BasketTotal_order on Order {
    id
    total
  }
`);

interface BasketContentProps {
  basket: FragmentType<typeof orderFragment>;
  onOutdated: () => Promise<void>;
  /** What stands below the totals; given what there is to order. */
  children: (offer: Offer) => ReactNode;
}

/** What is in the basket, and what it costs. */
export function BasketContent({ basket, onOutdated, children }: BasketContentProps) {
  const { id, lines, ...sums } = readFragment(orderFragment, basket);
  const { cache } = useApolloClient();
  const { register, settle } = useSettling();
  const [changes, setChanges] = useState(0);
  const onBusy = (busy: boolean) => setChanges((count) => count + (busy ? 1 : -1));

  const elsewhere = (line: (typeof lines)[number]) =>
    itemsIn(lines.filter((other) => other.productId === line.productId && other.id !== line.id));
  /** The total once all lines are settled; the service's answers are in the cache before they are on the page. */
  const settleAll = async () => {
    if (!(await settle(lines.map((line) => line.id)))) return null;
    const from = cache.identify({ __typename: "Order", id });
    return cache.readFragment({ id: from, fragment: totalFragment })?.total ?? sums.total;
  };

  return (
    <div className={classes.layout}>
      <div className={classes.sheet}>
        <p role="status" className={classes.count}>
          {describeLines(lines)}
        </p>
        <ul className={classes.lines} aria-label="Your basket">
          {lines.map((line) => (
            <BasketLine
              key={line.id}
              line={line}
              elsewhere={elsewhere(line)}
              onMount={register}
              {...{ onBusy, onOutdated }}
            />
          ))}
        </ul>
      </div>
      <section className={classes.sheet} aria-label="Order summary" aria-busy={changes > 0}>
        <Stack gap="md">
          <Totals sums={sums} />
          <BasketProblems count={lines.filter(({ problem }) => problem).length} />
          {children({ total: sums.total, settle: settleAll })}
        </Stack>
      </section>
    </div>
  );
}
