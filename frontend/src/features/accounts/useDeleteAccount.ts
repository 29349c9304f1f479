import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";
import { DONE, type Outcome, toRefusal } from "./outcome";

const DeleteAccount = graphql(`
  mutation DeleteAccount($input: DeleteAccountInput!) {
    deleteAccount(input: $input) {
      __typename
      ... on Error {
        message
      }
      ... on TooManyAttempts {
        retryAfterSeconds
      }
    }
  }
`);

/** Deletes the account of the signed-in user. Rejects if the request fails. */
export function useDeleteAccount() {
  const [mutate] = useMutation(DeleteAccount);
  return async (password: string): Promise<Outcome> => {
    const { data } = await mutate({ variables: { input: { password } } });
    const result = data?.deleteAccount;
    if (!result || result.__typename === "DeleteAccountSuccess") return DONE;
    return toRefusal(result, ["password"]);
  };
}
