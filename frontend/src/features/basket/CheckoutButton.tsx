import { Alert, Button } from "@mantine/core";
import { IconAlertCircle, IconInfoCircle } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { formatPrice } from "../../components/format";
import type { Offer } from "./useCheckoutAttempt";

interface CheckoutButtonProps {
  attempt: {
    run: (offer?: Offer) => Promise<void>;
    busy: boolean;
    problem: string | null;
    question: string | null;
  };
  /** What is ordered; without it the last attempt is repeated. */
  offer?: Offer;
}

/**
 * Orders what is in the basket, and says why where that did not work. A press does not take the focus at once: a
 * field that is being edited would be left first, and what that shows could move the button away from the pointer.
 */
export function CheckoutButton({ attempt, offer }: CheckoutButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    event.currentTarget.focus();
    void attempt.run(offer);
  };
  return (
    <>
      {attempt.problem && (
        <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />}>
          {attempt.problem}
        </Alert>
      )}
      {attempt.question && (
        <Alert color="honey" role="alert" icon={<IconInfoCircle aria-hidden />}>
          {attempt.question}
        </Alert>
      )}
      <Button
        size="md"
        fullWidth
        h="auto"
        mih={42}
        py="xs"
        styles={{ label: { whiteSpace: "normal" } }}
        loading={attempt.busy}
        onMouseDown={(event) => event.preventDefault()}
        onClick={press}
      >
        {offer ? `Place order · ${formatPrice(offer.total)}` : "Place order"}
      </Button>
    </>
  );
}
