import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBasketPlus } from "@tabler/icons-react";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import type { OrderState } from "../../gql/orders/graphql";
import { showProblem } from "../../components/showProblem";
import { type Added, useReorder } from "./useReorder";

/** The states of an order whose items the customer does not receive. */
const NOT_DELIVERED: ReadonlySet<OrderState> = new Set(["REFUNDED", "CANCELLED"] as const);

interface ReorderProps {
  order: { id: string; state: OrderState };
  /** Called with the new basket and the lines that could not be added completely. */
  onDone: (added: Added) => void;
}

/** A button that adds the items of a refunded or cancelled order to the basket. */
export function Reorder({ order, onDone }: ReorderProps) {
  const api = useApi();
  const reorder = useReorder();
  const [busy, setBusy] = useState(false);
  if (!NOT_DELIVERED.has(order.state)) return null;

  const run = async () => {
    const answer = await reorder(order.id);
    if (answer.__typename === "AddOrderToBasketSuccess") onDone(answer);
    else notifications.show({ message: answer.message, color: "berry" });
  };
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await run();
    } catch (error) {
      showProblem(describeProblem(error, api));
    }
    setBusy(false);
  };

  return (
    <Button
      variant="light"
      leftSection={<IconBasketPlus size={18} aria-hidden />}
      aria-busy={busy}
      onClick={press}
    >
      Add to basket again
    </Button>
  );
}
