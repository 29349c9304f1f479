import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { useApi } from "../../apollo/ServiceProvider";
import { showProblem } from "../../components/showProblem";
import { useRetryOrder } from "./useRetryOrder";

/** A button that sends a delayed order for processing again. Clicking it twice is safe. */
export function RetryOrder({ id }: { id: string }) {
  const api = useApi();
  const push = useRetryOrder();
  const [busy, setBusy] = useState(false);
  const title = `Order ${id}`;

  const run = async () => {
    setBusy(true);
    try {
      const refusal = await push(id);
      notifications.show(
        refusal
          ? { color: "berry", title, message: refusal }
          : { title, message: "The order has been sent for processing again." },
      );
    } catch (error) {
      showProblem(describeProblem(error, api));
    }
    setBusy(false);
  };
  return (
    <Button size="xs" variant="light" loading={busy} aria-label={`Retry order ${id}`} onClick={run}>
      Retry
    </Button>
  );
}
