import { Alert } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconHourglass } from "@tabler/icons-react";
import type { Problem } from "../../apollo/problems";
import type { IssueList_IssueFragment } from "../../gql/admin/graphql";
import { type Draft, optionsOf, toInput } from "./draft";

interface IssueListProps {
  issues: readonly IssueList_IssueFragment[] | null;
  problem: Problem | null;
  /** Whether required fields are missing, so that the service cannot check the options. */
  isIncomplete: boolean;
  draft: Draft;
}

/** Converts the option codes of an example into option names. */
function namesOf(draft: Draft, codes: readonly string[]): string {
  const sent = toInput(draft).groups.flatMap(({ options }) => options);
  const names = new Map(
    optionsOf(draft).map(({ name }, place) => [sent[place]?.code, name.trim()]),
  );
  return codes.map((code) => names.get(code) ?? code).join(", ");
}

/** The problems that the service finds in the current options. They do not prevent saving. */
export function IssueList({ issues, problem, isIncomplete, draft }: IssueListProps) {
  if (problem) {
    return (
      <Alert role="note" color="honey" icon={<IconHourglass aria-hidden />}>
        {problem.title}. We'll check the options when it is available again.
      </Alert>
    );
  }
  if (isIncomplete || !issues) {
    return (
      <Alert role="note" color="honey" icon={<IconHourglass aria-hidden />}>
        Complete all required fields to check the options.
      </Alert>
    );
  }
  if (issues.length === 0) {
    return (
      <Alert role="note" color="pine" icon={<IconCheck aria-hidden />}>
        No problems found. Every option can be selected.
      </Alert>
    );
  }
  return (
    <Alert
      role="note"
      color="berry"
      icon={<IconAlertTriangle aria-hidden />}
      title="Problems that affect customers"
    >
      <ul>
        {issues.map(({ message, example }) => (
          <li key={message}>
            {message}
            {example.length > 0 && ` For example: ${namesOf(draft, example)}.`}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
