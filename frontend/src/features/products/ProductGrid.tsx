import { Skeleton } from "@mantine/core";
import type { ReactNode, Ref } from "react";
import classes from "./ProductGrid.module.css";

/** A grid of products with as many columns as fit; two on a phone. */
export function ProductGrid({
  ref,
  children,
}: {
  ref: Ref<HTMLUListElement>;
  children: ReactNode;
}) {
  return (
    <ul className={classes.grid} aria-label="Products" ref={ref}>
      {children}
    </ul>
  );
}

/** The placeholder for the grid while it loads. */
export function ProductGridSkeleton() {
  return (
    <div role="status" aria-label="Loading products">
      <Skeleton height={16} width={110} mb="md" />
      <div className={classes.grid}>
        {Array.from({ length: 12 }, (_, index) => (
          <Skeleton key={index} className={classes.placeholder} radius="lg" />
        ))}
      </div>
    </div>
  );
}
