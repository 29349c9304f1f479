import { Text } from "@mantine/core";

/** A message about the number of lines that cannot be ordered; null for none. */
function describeBlocked(count: number): string | null {
  if (count === 0) return null;
  return count === 1
    ? "1 product in your basket can't be ordered. Update or remove it to continue."
    : `${count} products in your basket can't be ordered. Update or remove them to continue.`;
}

/** Shows the number of lines that cannot be ordered. Each line shows its own problem. */
export function BasketProblems({ count }: { count: number }) {
  return (
    <Text role="status" size="sm" fw={600} c="var(--mantine-color-error)" hidden={count === 0}>
      {describeBlocked(count)}
    </Text>
  );
}
