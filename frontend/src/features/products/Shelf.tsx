import { Skeleton } from "@mantine/core";
import type { ReactNode, Ref } from "react";
import classes from "./Shelf.module.css";

/** Products side by side: as many columns as fit, two on a phone. */
export function Shelf({ ref, children }: { ref: Ref<HTMLUListElement>; children: ReactNode }) {
  return (
    <ul className={classes.shelf} aria-label="Products" ref={ref}>
      {children}
    </ul>
  );
}

/** The shelf before its products are there. */
export function ShelfSkeleton() {
  return (
    <div role="status" aria-label="Loading products">
      <Skeleton height={16} width={110} mb="md" />
      <div className={classes.shelf}>
        {Array.from({ length: 12 }, (_, index) => (
          <Skeleton key={index} className={classes.placeholder} radius="lg" />
        ))}
      </div>
    </div>
  );
}
