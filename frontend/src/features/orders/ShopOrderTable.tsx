import { Skeleton, Stack, Table } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ShopOrderTable.module.css";

/** The table of all orders. Its children are `ShopOrderRow`s. */
export function ShopOrderTable({ children }: { children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <Table highlightOnHover verticalSpacing={8}>
        <caption className="visually-hidden">Orders</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Order</Table.Th>
            <Table.Th className={classes.wide}>Customer</Table.Th>
            <Table.Th className={classes.wide}>Items</Table.Th>
            <Table.Th className={classes.wide}>Placed</Table.Th>
            <Table.Th className={classes.total}>Total</Table.Th>
            <Table.Th>Status</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

/** The placeholder for the table while it loads. */
export function ShopOrderTableSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading orders">
      {Array.from({ length: 10 }, (_, index) => (
        <Skeleton key={index} height={48} />
      ))}
    </Stack>
  );
}
