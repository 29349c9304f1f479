import { notifications } from "@mantine/notifications";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { useEndSession } from "./useEndSession";
import { useSignOut } from "./useSignOut";

interface EndSessionDialogProps {
  session: { id: string; device: string };
  onClose: () => void;
  onEnded: () => Promise<void>;
}

/** Asks before another session is ended. */
export function EndSessionDialog({ session, onClose, onEnded }: EndSessionDialogProps) {
  const endSession = useEndSession();
  const confirm = async () => {
    await endSession(session.id);
    await onEnded();
    notifications.show({ title: "Session ended", message: `${session.device} is signed out.` });
    return null;
  };
  return (
    <ConfirmDialog
      title="End this session?"
      action="End session"
      color="berry"
      onClose={onClose}
      onConfirm={confirm}
    >
      {session.device} is signed out at once. If you do not know it, change your password too.
    </ConfirmDialog>
  );
}

/** Asks before all sessions are ended. */
export function SignOutEverywhereDialog({ onClose }: { onClose: () => void }) {
  const signOut = useSignOut({ everywhere: true });
  const confirm = async () => {
    await signOut();
    notifications.show({ title: "Signed out", message: "All your sessions have ended." });
    return null;
  };
  return (
    <ConfirmDialog
      title="Sign out everywhere?"
      action="Sign out on all devices"
      color="berry"
      onClose={onClose}
      onConfirm={confirm}
    >
      All your sessions end, this one included. You have to sign in again on each device.
    </ConfirmDialog>
  );
}
