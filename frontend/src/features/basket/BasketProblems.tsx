import { Text } from "@mantine/core";

/** How many lines of the basket cannot be ordered, in words; null for none. */
function describeBlocked(count: number): string | null {
  if (count === 0) return null;
  return count === 1
    ? "One line of your basket cannot be ordered. Change or remove it first: it is marked."
    : `${count} lines of your basket cannot be ordered. Change or remove them first: they are marked.`;
}

/** Says before the order how many lines cannot be had. Which they are, and why, stands at each. */
export function BasketProblems({ count }: { count: number }) {
  return (
    <Text role="status" size="sm" fw={600} c="var(--mantine-color-error)" hidden={count === 0}>
      {describeBlocked(count)}
    </Text>
  );
}
