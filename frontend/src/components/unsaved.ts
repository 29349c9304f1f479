let unsaved = 0;

/** Notes that there is typed text on the page that is not saved, until what is returned is called. */
export function noteUnsaved(): () => void {
  unsaved += 1;
  return () => {
    unsaved -= 1;
  };
}

/** Whether leaving this page now would interrupt somebody who is typing. */
export function isAnythingUnsaved(): boolean {
  return unsaved > 0;
}
