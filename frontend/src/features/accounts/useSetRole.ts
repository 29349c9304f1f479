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

/** Gives an account a role; returns what the service has against it, or null. Rejects where it could not be asked. */
export function useSetRole() {
  const [mutate] = useMutation(SetRole);
  return async (userId: string, role: Role): Promise<string | null> => {
    const { data } = await mutate({ variables: { input: { userId, role } } });
    const result = data?.setRole;
    return !result || result.__typename === "SetRoleSuccess" ? null : result.message;
  };
}
