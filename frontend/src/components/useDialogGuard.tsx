import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "./ConfirmDialog";
import type { FormDraft } from "./useDraftedForm";
import { useLeaveGuard } from "./useLeaveGuard";

interface DialogGuard {
  /** Closes the dialog. Asks for confirmation first if its form has unsaved input. */
  close: () => void;
  isAsking: boolean;
  /** The confirmation dialog. Render it next to the dialog. */
  question: ReactNode;
}

/** Asks for confirmation before Escape, a button or the browser's Back button closes a dialog with unsaved input. */
export function useDialogGuard(draft: FormDraft, onClose: () => void): DialogGuard {
  const [isClosing, setClosing] = useState(false);
  const leaving = useLeaveGuard(draft.isUnsaved);
  const isAsking = isClosing || leaving.isRequested;

  const keep = () => {
    setClosing(false);
    leaving.stay();
  };
  const discard = async () => {
    draft.clear();
    onClose();
    if (leaving.isRequested) leaving.leave();
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
