import { useMutation } from "@apollo/client/react";
import { useSessionControl } from "../../apollo/SessionProvider";
import { graphql } from "../../gql/admin";
import { MeQuery } from "./Me";
import { DONE, type Outcome, toRefusal } from "./outcome";

const Login = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      __typename
      ... on LoginSuccess {
        user {
          id
          ...Me_user
        }
      }
      ... on Error {
        message
      }
      ... on TooManyAttempts {
        retryAfterSeconds
      }
    }
  }
`);

export interface Credentials extends Record<string, string> {
  username: string;
  password: string;
}

/** Signs in with an HttpOnly cookie, which scripts cannot read. Rejects if the request fails. */
export function useSignIn() {
  const [mutate] = useMutation(Login);
  const { change } = useSessionControl();
  return async ({ username, password }: Credentials): Promise<Outcome> => {
    const input = { username: username.trim(), password, delivery: "COOKIE" } as const;
    const { data } = await mutate({ variables: { input } });
    const result = data?.login;
    if (!result) return DONE;
    if (result.__typename !== "LoginSuccess") return toRefusal(result, []);
    change(({ admin }) => admin.writeQuery({ query: MeQuery, data: { me: result.user } }));
    return DONE;
  };
}
