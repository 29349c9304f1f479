import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";
import type { Role } from "./roles";

const SetRole = graphql(`
  mutation SetRole($input: SetRoleInput!) {
    setRole(input: $input) {
      __typename
      ... on SetRoleSuccess {
        user {
          id
          ...Me_user
          ...UserRow_user
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

/** Changes the role of a user. Resolves to the error message of the service, or null. Rejects if the request fails. */
export function useSetRole() {
  const [mutate] = useMutation(SetRole);
  return async (userId: string, role: Role): Promise<string | null> => {
    const { data } = await mutate({ variables: { input: { userId, role } } });
    const result = data?.setRole;
    return !result || result.__typename === "SetRoleSuccess" ? null : result.message;
  };
}
