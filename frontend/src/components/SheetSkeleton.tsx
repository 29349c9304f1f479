import { Skeleton, Stack } from "@mantine/core";

/** Stands for a sheet with some lines before they are there. */
export function SheetSkeleton({ label }: { label: string }) {
  return (
    <Stack gap="md" role="status" aria-label={label}>
      <Skeleton height={16} width={140} />
      <Skeleton height={260} radius="lg" />
    </Stack>
  );
}
