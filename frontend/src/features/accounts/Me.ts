import { graphql } from "../../gql/session";
import type { Me_UserFragment } from "../../gql/session/graphql";

/** What the whole app knows of the signed-in user. */
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
