import { Button, Group } from "@mantine/core";
import { useDraftOwner } from "../../../components/draftOwner";
import { deleteDraft, type SavedDraft, useSavedDrafts } from "../../../components/draftStore";
import { Notice } from "../../../components/Notice";

/** The subject of a draft on this page. */
export interface DraftSubject {
  kind: "new" | "edit" | "stock";
  /** The id of the product, unless it is a new one. */
  id?: string;
  title: string;
}

function readSubject({ name, label }: SavedDraft): DraftSubject {
  const [, kind, id] = name.split("/");
  return { kind: kind as DraftSubject["kind"], id, title: label };
}

const MESSAGES: Record<DraftSubject["kind"], (title: string) => string> = {
  new: () => "You have an unsaved new product.",
  edit: (title) => `You have unsaved changes to “${title}”.`,
  stock: (title) => `You have an unsaved stock adjustment for “${title}”.`,
};

/** The stored drafts of this page's dialogs, with buttons to continue or discard them. */
export function CatalogueDrafts({ onOpen }: { onOpen: (subject: DraftSubject) => void }) {
  const owner = useDraftOwner();
  const drafts = useSavedDrafts(owner, "catalogue/");
  return drafts.map((draft) => {
    const subject = readSubject(draft);
    return (
      <Notice key={draft.name}>
        <Group justify="space-between" gap="xs">
          <span>{MESSAGES[subject.kind](subject.title)}</span>
          <Group gap="xs">
            <Button size="compact-sm" onClick={() => onOpen(subject)}>
              Continue
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => deleteDraft(owner, draft.name)}
            >
              Discard
            </Button>
          </Group>
        </Group>
      </Notice>
    );
  });
}
