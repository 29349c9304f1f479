import { Button } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import type { OrderState } from "../../gql/orders/graphql";
import { useCancelOrder } from "./useCancelOrder";

interface CancelOrderProps {
  order: { id: string; state: OrderState; cancellable: boolean };
  /** Refetches the order. */
  onDone: () => Promise<void>;
}

/** A button that cancels an order after confirmation. Shown while the viewer may cancel the order. */
export function CancelOrder({ order, onDone }: CancelOrderProps) {
  const [isAsking, setAsking] = useState(false);
  const cancel = useCancelOrder();
  const confirm = async () => {
    const refusal = await cancel(order.id);
    await onDone();
    return refusal;
  };
  return (
    <>
      {order.state === "PENDING" && order.cancellable && (
        <Button variant="light" color="berry" onClick={() => setAsking(true)}>
          Cancel order
        </Button>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`Cancel order ${order.id}?`}
          action="Cancel order"
          dismiss="Keep order"
          color="berry"
          onClose={() => setAsking(false)}
          onConfirm={confirm}
        >
          Your items will no longer be reserved, and you won't be charged.
        </ConfirmDialog>
      )}
    </>
  );
}
