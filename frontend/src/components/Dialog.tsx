import { Modal, type ModalProps } from "@mantine/core";
import { useLayoutEffect } from "react";

type DialogProps = Pick<ModalProps, "title" | "size" | "onClose" | "children">;

/** Gives the focus back to what opened the dialog; if that is gone, to the page's heading. */
function useFocusReturn() {
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    return () => {
      const target = opener?.isConnected ? opener : document.querySelector("h1");
      target?.focus({ preventScroll: true });
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
