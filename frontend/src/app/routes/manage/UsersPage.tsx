import { Stack } from "@mantine/core";
import { ServiceProvider } from "../../../apollo/ServiceProvider";
import { PageHeading } from "../../../components/PageHeading";
import { QueryBoundary } from "../../../components/QueryBoundary";
import { UserTableSkeleton } from "../../../features/accounts/UserTable";
import { Users } from "./Users";

/** The user accounts, for staff. */
export default function UsersPage() {
  return (
    <ServiceProvider api="admin">
      <Stack gap="lg">
        <PageHeading>Users</PageHeading>
        <QueryBoundary skeleton={<UserTableSkeleton />}>
          <Users />
        </QueryBoundary>
      </Stack>
    </ServiceProvider>
  );
}
