import { Alert, Button, Title } from "@mantine/core";
import { IconAlertCircle, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { EmptyState } from "../../components/EmptyState";
import { countOf } from "../../components/format";
import { Notice } from "../../components/Notice";
import { useLeaveGuard } from "../../components/useLeaveGuard";
import { describeDifference } from "./describeDifference";
import { optionsOf, toDraft, toInput } from "./draft";
import { addGroup, addRule, type Change } from "./draftChanges";
import { draftErrors } from "./draftErrors";
import { GroupFields } from "./GroupFields";
import { IssueList } from "./IssueList";
import { OptionsConflict } from "./OptionsConflict";
import classes from "./OptionsEditor.module.css";
import type { SavedProduct } from "./optionsFragments";
import { RuleFields } from "./RuleFields";
import { useDraft } from "./useDraft";
import { useOptionCheck } from "./useOptionCheck";
import { useSaving } from "./useSaving";

interface OptionsEditorProps {
  /** The product as last saved by any user. */
  product: SavedProduct;
  refresh: () => Promise<void>;
}

/** A change that requires confirmation. */
interface Removal {
  title: string;
  action: string;
  text: string;
  change: Change;
}

const REMOVAL = {
  action: "Remove",
  text: "Rules that use it are changed or removed too. Customers see the change after you save.",
};

const DISCARDING = {
  title: "Discard your changes?",
  action: "Discard changes",
  text: "Your changes will be lost. The last saved options will be restored.",
};

/** The editor for the option groups, options and compatibility rules of a product. They are saved together. */
export function OptionsEditor({ product, refresh }: OptionsEditorProps) {
  const state = useDraft(product);
  const { base, draft, isChanged } = state;
  const saving = useSaving({ state, refresh });
  const change = (how: Change) => {
    saving.clearErrors();
    state.change(how);
  };
  const [removal, setRemoval] = useState<Removal | null>(null);
  const leave = useLeaveGuard(isChanged);

  const local = draftErrors(draft);
  const isComplete = Object.keys(local).length === 0;
  const check = useOptionCheck(isComplete ? toInput(draft) : null);
  const errors = saving.attempted ? { ...saving.errors, ...check.errors, ...local } : {};
  const isOutdated = product.optionsVersion > base.optionsVersion;
  const general = errors.groups ?? errors.rules;
  const onRemove = (name: string, how: Change) =>
    setRemoval({ ...REMOVAL, title: `Remove ${name}?`, change: how });
  const remove = async () => {
    if (removal) change(removal.change);
    return null;
  };
  return (
    <>
      {state.isRestored && <Notice>We restored your unsaved changes. Save or discard them.</Notice>}
      {isChanged && isOutdated && !saving.inConflict && (
        <Notice>
          Someone else has changed these options. When you save, you can choose which version to
          keep.
        </Notice>
      )}
      <p role="status" className="result-count">
        {countOf(draft.groups.length, "group")}, {countOf(optionsOf(draft).length, "option")},{" "}
        {countOf(draft.rules.length, "rule")}
      </p>
      <div className={classes.editor}>
        {draft.groups.length === 0 && (
          <EmptyState title="No options yet">
            Add group of options, such as sizes, so that customers can customise this product.
          </EmptyState>
        )}
        {draft.groups.map((group, place) => (
          <GroupFields
            key={group.key}
            group={group}
            path={`groups.${place}`}
            errors={errors}
            place={place}
            count={draft.groups.length}
            onChange={change}
            onRemove={onRemove}
          />
        ))}
        <Button
          variant="default"
          className={classes.add}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => change(addGroup())}
        >
          Add group
        </Button>
        {draft.groups.length > 0 && (
          <section className={classes.sheet} aria-labelledby="rules">
            <Title order={2} id="rules">
              Compatibility rules
            </Title>
            <ol className={classes.list} aria-label="Rules">
              {draft.rules.map((rule, place) => (
                <RuleFields
                  key={rule.key}
                  onChange={change}
                  {...{ draft, rule, place, errors, onRemove }}
                />
              ))}
            </ol>
            <Button
              variant="light"
              size="compact-md"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => change(addRule())}
            >
              Add rule
            </Button>
          </section>
        )}
        {draft.groups.length > 0 && (
          <div role="status" aria-label="Checks">
            <IssueList
              issues={check.issues}
              problem={check.problem}
              isIncomplete={!isComplete}
              draft={draft}
            />
          </div>
        )}
        {saving.inConflict && isOutdated && (
          <OptionsConflict
            differences={describeDifference(toDraft(product), draft)}
            onTakeTheirs={() => saving.finish(product)}
            onKeepMine={() => void saving.save(product.optionsVersion)}
          />
        )}
        {saving.message && (
          <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />}>
            {saving.message} {general}
          </Alert>
        )}
        <div className={classes.bar}>
          <span role="status" className={classes.unsaved}>
            {isChanged ? "Unsaved changes" : "All changes saved"}
          </span>
          <Button
            variant="default"
            disabled={!isChanged}
            onClick={() => setRemoval({ ...DISCARDING, change: () => toDraft(base) })}
          >
            Discard
          </Button>
          <Button loading={saving.busy} disabled={!isChanged} onClick={() => void saving.save()}>
            Save options
          </Button>
        </div>
      </div>
      {removal && (
        <ConfirmDialog
          title={removal.title}
          action={removal.action}
          color="berry"
          dismiss="Cancel"
          onClose={() => setRemoval(null)}
          onConfirm={remove}
        >
          {removal.text}
        </ConfirmDialog>
      )}
      {leave.isRequested && (
        <ConfirmDialog
          title="Leave without saving?"
          action="Leave page"
          color="berry"
          dismiss="Stay on page"
          onClose={leave.stay}
          onConfirm={async () => {
            state.discard();
            leave.leave();
            return null;
          }}
        >
          Your unsaved changes will be lost.
        </ConfirmDialog>
      )}
    </>
  );
}
