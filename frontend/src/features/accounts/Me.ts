import { graphql } from "../../gql/session";
import type { Me_UserFragment } from "../../gql/session/graphql";

/** The fields of the signed-in user that the whole app uses. */
export const meFragment = graphql(`
  fragment Me_user on User {
    id
    username
    displayName
    role
  }
`);

export const MeQuery = graphql(`
  query Me {
    me {
      id
      ...Me_user
    }
  }
`);

export type Me = Me_UserFragment;
