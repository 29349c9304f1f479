import { SimpleGrid, Stack, Text } from "@mantine/core";
import { PageHeading } from "../../../components/PageHeading";
import { SyncPanel } from "../../../features/sync/SyncPanel";

/** The status of the synchronisation between the two services. */
export default function SyncPage() {
  return (
    <Stack gap="lg">
      <div>
        <PageHeading>Sync status</PageHeading>
        <Text c="dimmed" maw="44rem">
          The account and catalogue service and the shop send each other every change. If a change
          can't be delivered, it is kept and sent again later. No change is lost.
        </Text>
      </div>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <SyncPanel api="admin" />
        <SyncPanel api="main" />
      </SimpleGrid>
    </Stack>
  );
}
