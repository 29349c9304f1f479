import { notifications } from "@mantine/notifications";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { useEndSession } from "./useEndSession";
import { useSignOut } from "./useSignOut";

interface EndSessionDialogProps {
  session: { id: string; device: string };
  onClose: () => void;
  onEnded: () => Promise<void>;
}

/** Asks for confirmation before another device is signed out. */
export function EndSessionDialog({ session, onClose, onEnded }: EndSessionDialogProps) {
  const endSession = useEndSession();
  const confirm = async () => {
    await endSession(session.id);
    await onEnded();
    notifications.show({
      title: "Device signed out",
      message: `${session.device} has been signed out.`,
    });
    return null;
  };
  return (
    <ConfirmDialog
      title="Sign out this device?"
      action="Sign out device"
      color="berry"
      onClose={onClose}
      onConfirm={confirm}
    >
      {session.device} will be signed out immediately. If you don't recognise it, change your
      password too.
    </ConfirmDialog>
  );
}

/** Asks for confirmation before all devices are signed out. */
export function SignOutEverywhereDialog({ onClose }: { onClose: () => void }) {
  const signOut = useSignOut({ everywhere: true });
  const confirm = async () => {
    await signOut();
    notifications.show({ title: "Signed out", message: "You've been signed out on all devices." });
    return null;
  };
  return (
    <ConfirmDialog
      title="Sign out of all devices?"
      action="Sign out on all devices"
      color="berry"
      onClose={onClose}
      onConfirm={confirm}
    >
      This includes the device you're using now. You'll need to sign in again on each device.
    </ConfirmDialog>
  );
}
