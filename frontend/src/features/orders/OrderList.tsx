import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./OrderItem.module.css";

/** One's own orders, one `OrderItem` each. */
export function OrderList({ children }: { children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label="Orders">
      {children}
    </ul>
  );
}

/** The list before its orders are there. */
export function OrderListSkeleton() {
  return (
    <Stack gap={10} role="status" aria-label="Loading orders">
      {Array.from({ length: 5 }, (_, index) => (
        <Skeleton key={index} height={96} radius="lg" />
      ))}
    </Stack>
  );
}
