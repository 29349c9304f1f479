import { Alert, Button } from "@mantine/core";
import { IconAlertCircle, IconInfoCircle } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { formatPrice } from "../../components/format";
import type { CheckoutRequest } from "./useCheckoutAttempt";

interface CheckoutButtonProps {
  attempt: {
    run: (request?: CheckoutRequest) => Promise<void>;
    busy: boolean;
    problem: string | null;
    confirmation: string | null;
  };
  /** The checkout to perform. Without it, the last attempt is repeated. */
  request?: CheckoutRequest;
}

/**
 * The button that places the order, with messages about the last attempt. Pressing the mouse button does not move the
 * focus yet: a quantity field would lose the focus first, and its error message could move the button away from the pointer.
 */
export function CheckoutButton({ attempt, request }: CheckoutButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    event.currentTarget.focus();
    void attempt.run(request);
  };
  return (
    <>
      {attempt.problem && (
        <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />}>
          {attempt.problem}
        </Alert>
      )}
      {attempt.confirmation && (
        <Alert color="honey" role="alert" icon={<IconInfoCircle aria-hidden />}>
          {attempt.confirmation}
        </Alert>
      )}
      <Button
        size="md"
        fullWidth
        h="auto"
        mih={42}
        py="xs"
        styles={{ label: { whiteSpace: "normal", lineHeight: 1.3 } }}
        loading={attempt.busy}
        onMouseDown={(event) => event.preventDefault()}
        onClick={press}
      >
        {request ? `Place order · ${formatPrice(request.total)}` : "Place order"}
      </Button>
    </>
  );
}
