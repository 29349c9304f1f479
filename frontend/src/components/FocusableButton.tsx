import { useMergedRef } from "@mantine/hooks";
import { type ComponentProps, type MouseEvent, useLayoutEffect, useRef } from "react";

/** Moves the focus to the open dialog or the page heading, unless another element has the focus. */
function recoverFocus() {
  if (document.activeElement && document.activeElement !== document.body) return;
  const dialog = document.querySelector<HTMLElement>("[role=dialog]");
  (dialog ?? document.querySelector("h1"))?.focus({ preventScroll: true });
}

/** Recovers the focus when the element is removed while it has the focus. */
function useFocusRecovery() {
  const element = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const button = element.current;
    return () => {
      // At this point the element is still in the page, and its replacement is not there yet.
      if (button && button === document.activeElement) setTimeout(recoverFocus);
    };
  }, []);
  return element;
}

function ignore(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}

interface FocusableButtonProps extends ComponentProps<"button"> {
  "data-loading"?: boolean;
}

/**
 * The element of every button in the app. Browsers remove the focus from a button that becomes disabled, and Mantine
 * disables a button while it is `loading`. This button uses `aria-disabled` instead: it keeps the focus and ignores clicks.
 * While a submit button ignores clicks, the Enter key does not submit the form.
 */
export function FocusableButton(props: FocusableButtonProps) {
  const { disabled = false, onClick, ref, type = "button", ...others } = props;
  const element = useFocusRecovery();
  return (
    <button
      {...others}
      ref={useMergedRef(element, ref)}
      type={type}
      aria-disabled={disabled || others["aria-disabled"]}
      aria-busy={others["data-loading"] || others["aria-busy"]}
      onClick={disabled ? ignore : onClick}
    />
  );
}
