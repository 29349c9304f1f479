import { Text } from "@mantine/core";

/** How many lines of the basket cannot be ordered, in words; null for none. */
function describeBlocked(count: number): string | null {
  if (count === 0) return null;
  return count === 1
    ? "1 product in your basket can't be ordered. Update or remove it to continue."
    : `${count} products in your basket can't be ordered. Update or remove them to continue.`;
}

/** Says before the order how many lines cannot be had. Which they are, and why, stands at each. */
export function BasketProblems({ count }: { count: number }) {
  return (
    <Text role="status" size="sm" fw={600} c="var(--mantine-color-error)" hidden={count === 0}>
      {describeBlocked(count)}
    </Text>
  );
}
