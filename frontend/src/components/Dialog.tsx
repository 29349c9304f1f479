import { Modal, type ModalProps } from "@mantine/core";
import { useLayoutEffect } from "react";

type DialogProps = Pick<ModalProps, "title" | "size" | "onClose" | "closeOnEscape" | "children">;

/** Returns the focus to the element that opened the dialog or, if it was removed, to the page heading. */
function useFocusReturn() {
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    return () => {
      // Whether the opener still exists is known only after React has updated the whole page.
      setTimeout(() => {
        const other = document.querySelector("[role=dialog]");
        if (other && !other.contains(opener)) return;
        const target = opener?.isConnected ? opener : document.querySelector("h1");
        target?.focus({ preventScroll: true });
      });
    };
  }, []);
}

/** A dialog that is open while it is rendered. A click outside does not close it, because it may contain input. */
export function Dialog(props: DialogProps) {
  useFocusReturn();
  return (
    <Modal
      opened
      centered
      closeOnClickOutside={false}
      returnFocus={false}
      closeButtonProps={{ "aria-label": "Close" }}
      {...props}
    />
  );
}
