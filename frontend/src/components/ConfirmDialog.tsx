import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../apollo/problems";
import { useApi } from "../apollo/ServiceProvider";
import { Dialog } from "./Dialog";

interface ConfirmDialogProps {
  title: string;
  children: ReactNode;
  /** The label of the confirm button. */
  action: string;
  /** The label of the cancel button. */
  dismiss?: string;
  color?: string;
  onClose: () => void;
  /** Executes the action. Resolves to the error message of the service, or null. */
  onConfirm: () => Promise<string | null>;
}

/** Asks for confirmation. If the action fails, the dialog stays open and shows the error. */
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
