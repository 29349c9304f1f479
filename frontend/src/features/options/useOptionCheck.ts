import { skipToken, useQuery } from "@apollo/client/react";
import { useDebouncedValue } from "@mantine/hooks";
import { describeProblem } from "../../apollo/problems";
import { useRepeat } from "../../apollo/useRepeat";
import { RECOVER_MS } from "../../config";
import { graphql, readFragment } from "../../gql/admin";
import type { OptionsInput } from "./draft";
import { type PathErrors, pathErrors } from "./draftErrors";
import { issueFragment } from "./optionsFragments";

const CheckProductOptions = graphql(`
  query CheckProductOptions($input: CheckProductOptionsInput!) {
    checkProductOptions(input: $input) {
      __typename
      ... on OptionCheck {
        issues {
          ...IssueList_issue
        }
      }
      ... on InvalidInput {
        fields {
          field
          messages
        }
      }
    }
  }
`);

const PAUSE_MS = 400;

/** What the service finds odd about the options, asked a moment after the last change; `input` is null where it cannot be asked. */
export function useOptionCheck(input: OptionsInput | null) {
  const [text] = useDebouncedValue(input && JSON.stringify(input), PAUSE_MS);
  const asked = text ? (JSON.parse(text) as OptionsInput) : null;
  const { data, previousData, error, refetch } = useQuery(
    CheckProductOptions,
    asked ? { variables: { input: asked } } : skipToken,
  );
  useRepeat(
    () =>
      refetch().then(
        () => true,
        () => false,
      ),
    error ? RECOVER_MS : null,
  );
  const result = (data ?? previousData)?.checkProductOptions;
  const errors: PathErrors = result?.__typename === "InvalidInput" ? pathErrors(result.fields) : {};
  const issues =
    result?.__typename === "OptionCheck" ? readFragment(issueFragment, result.issues) : null;
  return { issues, errors, problem: error ? describeProblem(error, "admin") : null };
}
