import { Skeleton, Stack, Table } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./UserTable.module.css";

/** The table of users. Its children are `UserRow`s. */
export function UserTable({ children }: { children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <Table highlightOnHover verticalSpacing={8}>
        <caption className="visually-hidden">Users</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Username</Table.Th>
            <Table.Th className={classes.wide}>Name</Table.Th>
            <Table.Th className={classes.wide}>Email</Table.Th>
            <Table.Th className={classes.wide}>Joined</Table.Th>
            <Table.Th className={classes.role}>Role</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

/** The placeholder for the table while it loads. */
export function UserTableSkeleton() {
  return (
    <Stack gap="xs" role="status" aria-label="Loading users">
      {Array.from({ length: 10 }, (_, index) => (
        <Skeleton key={index} height={52} />
      ))}
    </Stack>
  );
}
