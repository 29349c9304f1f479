import { useId } from "react";
import { type FragmentType, graphql, readFragment } from "../../gql/configurator";
import classes from "./OptionGroup.module.css";
import { OptionCard } from "./OptionCard";
import { type OptionToggle, optimisticSelection } from "./selection";

const groupFragment = graphql(`
  fragment OptionGroup_group on ConfigurationGroup {
    id
    name
    required
    maxChoices
    options {
      id
      ...OptionCard_option
    }
  }
`);

interface OptionGroupProps {
  group: FragmentType<typeof groupFragment>;
  selected: readonly string[];
  pending: readonly OptionToggle[];
  /** The problems of the selected options of the group. */
  problems: readonly string[];
  onToggle: (optionId: string, force?: boolean) => void;
}

function hintOf({ required, maxChoices }: { required: boolean; maxChoices: number }): string {
  const most = maxChoices === 1 ? "one" : `up to ${maxChoices}`;
  return required ? `Choose ${most}` : `Choose ${most} (optional)`;
}

/** The options of a group: radio buttons, or checkboxes if several can be selected. */
export function OptionGroup({ group: masked, ...props }: OptionGroupProps) {
  const { selected, pending, problems, onToggle } = props;
  const group = readFragment(groupFragment, masked);
  const id = useId();
  const chosen = optimisticSelection(group, selected, pending);
  const single = group.maxChoices === 1;
  const [only] = chosen;
  return (
    <fieldset className={classes.group} aria-describedby={problems.length > 0 ? id : undefined}>
      <legend className={classes.legend}>
        {group.name} <span className={classes.hint}>{hintOf(group)}</span>
      </legend>
      {problems.length > 0 && (
        <p id={id} className={classes.problem}>
          {problems.join(" ")}
        </p>
      )}
      <div className={classes.options}>
        {group.options.map((option) => (
          <OptionCard
            key={option.id}
            option={option}
            control={single ? "radio" : "checkbox"}
            name={`option-${group.id}`}
            checked={chosen.has(option.id)}
            onToggle={(force) => onToggle(option.id, force)}
          />
        ))}
        {single && !group.required && (
          <label className={classes.nothing}>
            <input
              type="radio"
              name={`option-${group.id}`}
              checked={only === undefined}
              onChange={() => only !== undefined && onToggle(only)}
            />
            None
          </label>
        )}
      </div>
    </fieldset>
  );
}
