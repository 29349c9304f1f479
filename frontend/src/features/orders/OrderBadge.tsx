import { Badge } from "@mantine/core";
import type { OrderState } from "../../gql/orders/graphql";
import { STATES } from "./orderStates";

/** Where an order stands, in a word. It is never cut short. */
export function OrderBadge({ state, size }: { state: OrderState; size?: "lg" }) {
  const { name, color } = STATES[state];
  return (
    <Badge variant="light" color={color} tt="none" size={size} miw="max-content">
      {name}
    </Badge>
  );
}
