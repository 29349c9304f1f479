import { Text } from "@mantine/core";
import { describeBlocked } from "./blocked";

/** Says before the order how many lines cannot be had. Which they are, and why, stands at each. */
export function BasketProblems({ count }: { count: number }) {
  return (
    <Text role="status" size="sm" fw={600} c="var(--mantine-color-error)" hidden={count === 0}>
      {describeBlocked(count)}
    </Text>
  );
}
