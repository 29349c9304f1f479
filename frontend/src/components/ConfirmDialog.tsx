import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../apollo/problems";
import { useApi } from "../apollo/ServiceProvider";
import { Dialog } from "./Dialog";

interface ConfirmDialogProps {
  title: string;
  children: ReactNode;
  /** What the button is called that does it. */
  action: string;
  /** What the button is called that leaves all as it is. */
  dismiss?: string;
  color?: string;
  onClose: () => void;
  /** Does it; returns what the service has against it, or null. */
  onConfirm: () => Promise<string | null>;
}

/** Asks before something is done. Stays open and says why where it was not. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, action, dismiss = "Cancel", color, onClose, onConfirm } = props;
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const confirm = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const reason = await onConfirm();
      if (reason === null) return onClose();
      setRefusal(reason);
    } catch (error) {
      const problem = describeProblem(error, api);
      setRefusal(`${problem.title}. ${problem.message}`);
    }
    setBusy(false);
  };

  return (
    <Dialog onClose={onClose} title={title}>
      <Text>{children}</Text>
      {refusal && (
        <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />} mt="md">
          {refusal}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>
          {dismiss}
        </Button>
        <Button color={color} loading={busy} onClick={confirm}>
          {action}
        </Button>
      </Group>
    </Dialog>
  );
}
