import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBasketPlus } from "@tabler/icons-react";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import type { OrderState } from "../../gql/orders/graphql";
import { type ReorderAnswer, useReorder } from "./useReorder";

/** The states of an order that has brought the customer nothing. */
const WITHOUT_GOODS: ReadonlySet<OrderState> = new Set(["REFUNDED", "CANCELLED"] as const);

interface ReorderProps {
  order: { id: string; state: OrderState };
  /** Called where something is in the basket now. */
  onAdded: (basket: { id: string }) => void;
}

/** Puts what a refunded or cancelled order held into the basket again, and names what cannot be had. */
export function Reorder({ order, onAdded }: ReorderProps) {
  const api = useApi();
  const reorder = useReorder();
  const [busy, setBusy] = useState(false);
  if (!WITHOUT_GOODS.has(order.state)) return null;

  const tell = (answer: ReorderAnswer) => {
    if (answer.__typename !== "AddOrderToBasketSuccess") {
      notifications.show({ message: answer.message, color: "berry" });
      return;
    }
    const { basket, notAdded } = answer;
    if (notAdded.length > 0) notifications.show(describeMissing(notAdded));
    if (basket.lines.length > 0) onAdded(basket);
  };
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      tell(await reorder(order.id));
    } catch (error) {
      const problem = describeProblem(error, api);
      notifications.show({ id: problem.title, ...problem, color: "berry" });
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
      Put back into the basket
    </Button>
  );
}

/** What is not in the basket in full, line by line. It stays until it is dismissed. */
function describeMissing(notAdded: readonly { title: string; message: string }[]) {
  return {
    id: "not-added",
    title: "Not everything could be added",
    message: notAdded.map(({ title, message }) => `${title}: ${message}`).join(" "),
    color: "honey",
    autoClose: false,
  };
}
