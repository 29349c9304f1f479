import { Modal, type ModalProps } from "@mantine/core";
import { useLayoutEffect } from "react";

type DialogProps = Pick<ModalProps, "title" | "size" | "onClose" | "closeOnEscape" | "children">;

/** Gives the focus back to what opened the dialog; if that has gone by then, to the page's heading. */
function useFocusReturn() {
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    return () => {
      // Only after all of this change is on the page is it clear whether the opener is still there.
      setTimeout(() => {
        const other = document.querySelector("[role=dialog]");
        if (other && !other.contains(opener)) return;
        const target = opener?.isConnected ? opener : document.querySelector("h1");
        target?.focus({ preventScroll: true });
      });
    };
  }, []);
}

/** A dialog that is open for as long as it is rendered. A click beside it does not close it: it may hold input. */
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
