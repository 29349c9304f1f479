import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "./ConfirmDialog";
import type { FormDraft } from "./useDraftedForm";
import { useLeaveGuard } from "./useLeaveGuard";

interface DialogGuard {
  /** Closes the dialog; asks first where there is text in its form that is not saved. */
  close: () => void;
  isAsking: boolean;
  /** The question, to be rendered beside the dialog. */
  question: ReactNode;
}

/** Keeps a dialog with a form from being closed or left by mistake: Escape, its buttons and Back ask first. */
export function useDialogGuard(draft: FormDraft, onClose: () => void): DialogGuard {
  const [isClosing, setClosing] = useState(false);
  const leaving = useLeaveGuard(draft.isUnsaved);
  const isAsking = isClosing || leaving.isWanted;

  const keep = () => {
    setClosing(false);
    leaving.stay();
  };
  const discard = async () => {
    draft.drop();
    onClose();
    if (leaving.isWanted) leaving.leave();
    return null;
  };
  return {
    close: draft.isUnsaved ? () => setClosing(true) : onClose,
    isAsking,
    question: isAsking && (
      <ConfirmDialog
        title="Discard unsaved changes?"
        action="Discard"
        color="berry"
        dismiss="Keep editing"
        onClose={keep}
        onConfirm={discard}
      >
        Your changes haven't been saved.
      </ConfirmDialog>
    ),
  };
}
