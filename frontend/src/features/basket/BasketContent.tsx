import { useApolloClient } from "@apollo/client/react";
import { Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Totals } from "../../components/Totals";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import classes from "./BasketContent.module.css";
import { describeLines, countItems } from "./basketCount";
import { BasketLine } from "./BasketLine";
import { BasketProblems } from "./BasketProblems";
import type { CheckoutRequest } from "./useCheckoutAttempt";
import { useLineSaving } from "./useLineSaving";

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
  /** Rendered below the totals. */
  children: (request: CheckoutRequest) => ReactNode;
}

/** The lines and totals of the basket. */
export function BasketContent({ basket, onOutdated, children }: BasketContentProps) {
  const { id, lines, ...sums } = readFragment(orderFragment, basket);
  const { cache } = useApolloClient();
  const { register, saveLines } = useLineSaving();
  const [changes, setChanges] = useState(0);
  const onBusy = (busy: boolean) => setChanges((count) => count + (busy ? 1 : -1));

  const unitsInOtherLines = (line: (typeof lines)[number]) =>
    countItems(lines.filter((other) => other.productId === line.productId && other.id !== line.id));
  /** Returns the total after saving all lines. Reads it from the cache, which is updated before the page is rendered. */
  const saveChanges = async () => {
    if (!(await saveLines(lines.map((line) => line.id)))) return null;
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
              unitsInOtherLines={unitsInOtherLines(line)}
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
          {children({ total: sums.total, saveChanges })}
        </Stack>
      </section>
    </div>
  );
}
