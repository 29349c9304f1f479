import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./OrderItem.module.css";

/** The list of the customer's orders. Its children are `OrderItem`s. */
export function OrderList({ children }: { children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label="Orders">
      {children}
    </ul>
  );
}

/** The placeholder for the list while it loads. */
export function OrderListSkeleton() {
  return (
    <Stack gap={10} role="status" aria-label="Loading orders">
      {Array.from({ length: 5 }, (_, index) => (
        <Skeleton key={index} height={96} radius="lg" />
      ))}
    </Stack>
  );
}
