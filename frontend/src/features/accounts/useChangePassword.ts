import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";
import { DONE, type Outcome, toRefusal } from "./outcome";

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on ChangePasswordSuccess {
        endedSessions
      }
      ... on Error {
        message
      }
      ... on InvalidInput {
        fields {
          field
          messages
        }
      }
      ... on TooManyAttempts {
        retryAfterSeconds
      }
    }
  }
`);

export interface Passwords extends Record<string, string> {
  currentPassword: string;
  newPassword: string;
}

/** Changes the password, which ends all other sessions. Rejects if the request fails. */
export function useChangePassword(onChanged: (endedSessions: number) => void) {
  const [mutate] = useMutation(ChangePassword);
  return async ({ currentPassword, newPassword }: Passwords): Promise<Outcome> => {
    const { data } = await mutate({ variables: { input: { currentPassword, newPassword } } });
    const result = data?.changePassword;
    if (!result) return DONE;
    if (result.__typename !== "ChangePasswordSuccess") {
      return toRefusal(result, ["currentPassword", "newPassword"]);
    }
    onChanged(result.endedSessions);
    return DONE;
  };
}
