import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import type { Draft, RuleDraft, RuleKind } from "./draft";
import { type Change, changeRule, removeRule, targetsFor } from "./draftChanges";
import type { PathErrors } from "./draftErrors";
import classes from "./OptionsEditor.module.css";

const KINDS: { value: RuleKind; label: string }[] = [
  { value: "ONLY", label: "can only be combined with (in a group)" },
  { value: "EXCLUDES", label: "can't be combined with" },
  { value: "NEEDS", label: "requires" },
];

function nameOf({ name }: { name: string }): string {
  return name.trim() || "…";
}

interface RuleFieldsProps {
  draft: Draft;
  rule: RuleDraft;
  place: number;
  errors: PathErrors;
  onChange: (change: Change) => void;
  onRemove: (name: string, change: Change) => void;
}

const NONE = { value: "", label: "Choose…" };

/** The fields of a rule: an option, the kind of rule, and the target options. */
export function RuleFields({ draft, rule, place, errors, onChange, onRemove }: RuleFieldsProps) {
  const id = useId();
  const name = `rule ${place + 1}`;
  const error = (field: string) => errors[`rules.${place}.${field}`];
  const change = (part: Partial<RuleDraft>) => onChange(changeRule(rule.key, part));
  const groups = draft.groups.map((group) => ({
    value: group.key,
    label: nameOf(group),
  }));
  const options = draft.groups.map((group) => ({
    group: nameOf(group),
    items: group.options.map((option) => ({ value: option.key, label: nameOf(option) })),
  }));
  const targets = targetsFor(draft, rule);
  const groupOf = (key: string) =>
    draft.groups.find((group) => group.options.some((option) => option.key === key))?.name ?? "";
  const toggle = (key: string, isTarget: boolean) =>
    change({
      targets: isTarget ? [...rule.targets, key] : rule.targets.filter((target) => target !== key),
    });
  return (
    <li className={classes.rule} aria-label={name}>
      <div className={classes.sentence}>
        <NativeSelect
          label="Option"
          data={[NONE, ...options]}
          value={rule.option}
          error={error("option")}
          onChange={(event) => change({ option: event.currentTarget.value })}
        />
        <NativeSelect
          label="Rule"
          data={KINDS}
          value={rule.kind}
          error={error("kind")}
          onChange={(event) =>
            change({ kind: KINDS.find(({ value }) => value === event.currentTarget.value)?.value })
          }
        />
        {rule.kind === "ONLY" && (
          <NativeSelect
            label="Group"
            data={[NONE, ...groups]}
            value={rule.group}
            error={error("group")}
            onChange={(event) => change({ group: event.currentTarget.value })}
          />
        )}
        <ActionIcon
          className={classes.bin}
          variant="subtle"
          color="berry"
          size={36}
          aria-label={`Remove ${name}`}
          onClick={() => onRemove(name, removeRule(rule.key))}
        >
          <IconTrash size={20} aria-hidden />
        </ActionIcon>
      </div>
      <fieldset className={classes.targets} aria-describedby={error("targets") ? id : undefined}>
        <legend className="visually-hidden">Targets of {name}</legend>
        {targets.map((target) => (
          <label key={target.key} className={classes.chip}>
            <input
              type="checkbox"
              checked={rule.targets.includes(target.key)}
              onChange={(event) => toggle(target.key, event.currentTarget.checked)}
            />
            {nameOf(target)}
            {rule.kind !== "ONLY" && <span className={classes.of}>{groupOf(target.key)}</span>}
          </label>
        ))}
        {error("targets") && (
          <p id={id} className={classes.error}>
            {error("targets")}
          </p>
        )}
      </fieldset>
    </li>
  );
}
