import { Button, Group } from "@mantine/core";
import { useDraftOwner } from "../../../components/draftOwner";
import { dropDraft, type KeptDraft, useKeptDrafts } from "../../../components/draftStore";
import { Notice } from "../../../components/Notice";

/** What a draft of this page is about. */
export interface DraftSubject {
  kind: "new" | "edit" | "stock";
  /** The product, where there is one. */
  id?: string;
  title: string;
}

function readSubject({ name, label }: KeptDraft): DraftSubject {
  const [, kind, id] = name.split("/");
  return { kind: kind as DraftSubject["kind"], id, title: label };
}

const WORDS: Record<DraftSubject["kind"], (title: string) => string> = {
  new: () => "You have an unsaved new product.",
  edit: (title) => `You have unsaved changes to “${title}”.`,
  stock: (title) => `You have an unsaved stock adjustment for “${title}”.`,
};

/** What somebody has begun in a dialog of this page and neither saved nor discarded: to go on with, or to discard. */
export function CatalogueDrafts({ onOpen }: { onOpen: (subject: DraftSubject) => void }) {
  const owner = useDraftOwner();
  const drafts = useKeptDrafts(owner, "catalogue/");
  return drafts.map((draft) => {
    const subject = readSubject(draft);
    return (
      <Notice key={draft.name}>
        <Group justify="space-between" gap="xs">
          <span>{WORDS[subject.kind](subject.title)}</span>
          <Group gap="xs">
            <Button size="compact-sm" onClick={() => onOpen(subject)}>
              Continue
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => dropDraft(owner, draft.name)}
            >
              Discard
            </Button>
          </Group>
        </Group>
      </Notice>
    );
  });
}
