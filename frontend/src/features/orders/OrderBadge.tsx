import { Badge } from "@mantine/core";
import type { OrderState } from "../../gql/orders/graphql";
import { STATES } from "./orderStates";

/** The state of an order. The text is never truncated. */
export function OrderBadge({ state, size }: { state: OrderState; size?: "lg" }) {
  const { name, color } = STATES[state];
  return (
    <Badge variant="light" color={color} tt="none" size={size} miw="max-content">
      {name}
    </Badge>
  );
}
