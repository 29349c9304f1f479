import { Alert, Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";

interface CheckoutButtonProps {
  attempt: { run: () => Promise<void>; busy: boolean; problem: string | null };
  /** While the basket is not what is to be ordered yet. */
  disabled?: boolean;
}

/** Orders what is in the basket, and says why where that did not work. */
export function CheckoutButton({ attempt, disabled = false }: CheckoutButtonProps) {
  return (
    <>
      {attempt.problem && (
        <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />}>
          {attempt.problem}
        </Alert>
      )}
      <Button size="md" fullWidth loading={attempt.busy} disabled={disabled} onClick={attempt.run}>
        Check out
      </Button>
    </>
  );
}
