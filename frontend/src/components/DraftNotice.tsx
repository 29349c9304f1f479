import { Button, Group } from "@mantine/core";
import { Notice } from "./Notice";
import type { FormDraft } from "./useDraftedForm";

/** Shows that a form contains restored input, with a button to discard it. */
export function DraftNotice({ draft }: { draft: FormDraft }) {
  if (!draft.isRestored) return null;
  return (
    <Notice>
      <Group justify="space-between" gap="xs">
        <span>We restored your unsaved changes.</span>
        <Button size="compact-sm" variant="default" onClick={draft.discard}>
          Discard changes
        </Button>
      </Group>
    </Notice>
  );
}
