import { Skeleton, Stack } from "@mantine/core";

/** A placeholder for a details page while it loads. */
export function DetailsSkeleton({ label }: { label: string }) {
  return (
    <Stack gap="md" role="status" aria-label={label}>
      <Skeleton height={16} width={140} />
      <Skeleton height={260} radius="lg" />
    </Stack>
  );
}
