import { Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Totals } from "../../components/Totals";
import { type FragmentType, graphql, readFragment } from "../../gql/orders";
import classes from "./BasketContent.module.css";
import { describeLines } from "./basketCount";
import { BasketLine } from "./BasketLine";
import { BasketProblems } from "./BasketProblems";

const orderFragment = graphql(`
  fragment BasketContent_order on Order {
    id
    subtotal
    fee
    total
    lines {
      id
      quantity
      problem {
        message
      }
      ...BasketLine_line
    }
  }
`);

interface BasketContentProps {
  basket: FragmentType<typeof orderFragment>;
  onOutdated: () => Promise<void>;
  /** What stands below the totals; told whether a change is still on its way. */
  children: (changing: boolean) => ReactNode;
}

/** What is in the basket, and what it costs. */
export function BasketContent({ basket, onOutdated, children }: BasketContentProps) {
  const { lines, ...sums } = readFragment(orderFragment, basket);
  const [changes, setChanges] = useState(0);
  const onBusy = (busy: boolean) => setChanges((count) => count + (busy ? 1 : -1));
  return (
    <div className={classes.layout}>
      <div className={classes.sheet}>
        <p role="status" className={classes.count}>
          {describeLines(lines)}
        </p>
        <ul className={classes.lines} aria-label="Your basket">
          {lines.map((line) => (
            <BasketLine key={line.id} line={line} {...{ onBusy, onOutdated }} />
          ))}
        </ul>
      </div>
      <section className={classes.sheet} aria-label="What it costs" aria-busy={changes > 0}>
        <Stack gap="md">
          <Totals sums={sums} />
          <BasketProblems count={lines.filter(({ problem }) => problem).length} />
          {children(changes > 0)}
        </Stack>
      </section>
    </div>
  );
}
