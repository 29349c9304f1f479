import { Skeleton, Stack, Table, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ProductTable.module.css";

/** The table of products. Its children are `ProductRow`s. */
export function ProductTable({ children }: { children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <Table highlightOnHover verticalSpacing={6}>
        <caption className="visually-hidden">Products</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.thumbnail}>
              <VisuallyHidden>Picture</VisuallyHidden>
            </Table.Th>
            <Table.Th>Title</Table.Th>
            <Table.Th className={classes.wide}>SKU</Table.Th>
            <Table.Th className={classes.wide}>Category</Table.Th>
            <Table.Th className={classes.price}>Price</Table.Th>
            <Table.Th className={classes.number}>Stock</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Likes</Table.Th>
            <Table.Th className={classes.wide}>Updated</Table.Th>
            <Table.Th>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

/** The placeholder for the table while it loads. */
export function ProductTableSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading products">
      {Array.from({ length: 10 }, (_, index) => (
        <Skeleton key={index} height={56} />
      ))}
    </Stack>
  );
}
