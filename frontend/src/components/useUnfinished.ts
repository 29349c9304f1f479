import { notifications } from "@mantine/notifications";
import { useEffect, useEffectEvent } from "react";
import { noteUnsaved } from "./unsaved";

/**
 * While there is something unsaved, closing or reloading the page lets the browser ask. Where the form goes with text
 * in it that is kept, this is told, so that nobody takes it for lost.
 */
export function useUnfinished(isUnsaved: boolean, isKept: () => boolean): void {
  const tell = useEffectEvent(() => {
    if (!isKept()) return;
    notifications.show({
      id: "draft-kept",
      title: "Draft saved",
      message: "Your unsaved changes will be here when you come back.",
    });
  });
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const saved = noteUnsaved();
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => {
      saved();
      window.removeEventListener("beforeunload", warn);
    };
  }, [isUnsaved]);
  useEffect(() => () => tell(), []);
}
