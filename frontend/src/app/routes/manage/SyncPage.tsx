import { SimpleGrid, Stack, Text } from "@mantine/core";
import { PageHeading } from "../../../components/PageHeading";
import { SyncPanel } from "../../../features/sync/SyncPanel";

/** Whether the two services tell the same story, and what is still on its way between them. */
export default function SyncPage() {
  return (
    <Stack gap="lg">
      <div>
        <PageHeading>Sync state</PageHeading>
        <Text c="dimmed" maw="44rem">
          The back office keeps the catalogue and the shop keeps the likes. Each sends its changes
          to the other. A change that cannot be delivered waits and is sent later; none is ever
          dropped.
        </Text>
      </div>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <SyncPanel api="admin" />
        <SyncPanel api="main" />
      </SimpleGrid>
    </Stack>
  );
}
