let unsaved = 0;

/** Records that the page has unsaved input. Returns a function to call when there is none any more. */
export function markUnsaved(): () => void {
  unsaved += 1;
  return () => {
    unsaved -= 1;
  };
}

/** Whether the page has unsaved input. */
export function hasUnsavedChanges(): boolean {
  return unsaved > 0;
}
