import { notifications } from "@mantine/notifications";
import { useEffect, useEffectEvent } from "react";
import { markUnsaved } from "./unsaved";

/**
 * Makes the browser ask for confirmation before it closes or reloads a page with unsaved input. If the form unmounts and
 * its draft is stored, a notification tells the user.
 */
export function useUnsavedWarning(isUnsaved: boolean, isStored: () => boolean): void {
  const notify = useEffectEvent(() => {
    if (!isStored()) return;
    notifications.show({
      id: "draft-kept",
      title: "Draft saved",
      message: "Your unsaved changes will be here when you come back.",
    });
  });
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const saved = markUnsaved();
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => {
      saved();
      window.removeEventListener("beforeunload", warn);
    };
  }, [isUnsaved]);
  useEffect(() => () => notify(), []);
}
