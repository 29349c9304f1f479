import { skipToken, useQuery } from "@apollo/client/react";
import { useDebouncedValue } from "@mantine/hooks";
import { describeProblem } from "../../apollo/problems";
import { usePolling } from "../../apollo/usePolling";
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

/** Checks the options with the service, a moment after the last change. `input` is null if they cannot be checked. */
export function useOptionCheck(input: OptionsInput | null) {
  const [text] = useDebouncedValue(input && JSON.stringify(input), PAUSE_MS);
  const checkedInput = text ? (JSON.parse(text) as OptionsInput) : null;
  const { data, previousData, error, refetch } = useQuery(
    CheckProductOptions,
    checkedInput ? { variables: { input: checkedInput } } : skipToken,
  );
  usePolling(
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
