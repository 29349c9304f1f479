import { useMergedRef } from "@mantine/hooks";
import { type ComponentProps, type MouseEvent, useLayoutEffect, useRef } from "react";

/** Moves the focus to the open dialog or to the page's heading, unless something else has it by now. */
function recoverFocus() {
  if (document.activeElement && document.activeElement !== document.body) return;
  const dialog = document.querySelector<HTMLElement>("[role=dialog]");
  (dialog ?? document.querySelector("h1"))?.focus({ preventScroll: true });
}

/** Recovers the focus when the element is removed while it has it. */
function useFocusRecovery() {
  const element = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const button = element.current;
    return () => {
      // The element is still in the page here, and what replaces it is not there yet.
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
 * The element behind every button of the app. A browser takes the focus away from a button that becomes disabled, and
 * Mantine disables a button that shows `loading`. This one is `aria-disabled` instead: it keeps the focus and ignores
 * presses. A submit button that ignores presses does not let Enter submit the form either.
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
