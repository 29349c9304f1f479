import { useMutation } from "@apollo/client/react";
import { useSessionControl } from "../../apollo/SessionProvider";
import { graphql } from "../../gql/admin";
import { normalise, type ProfileValues } from "./accountValues";
import { MeQuery } from "./Me";
import { DONE, type Outcome, toRefusal } from "./outcome";

const Register = graphql(`
  mutation Register($input: RegisterInput!) {
    register(input: $input) {
      __typename
      ... on RegisterSuccess {
        user {
          id
          ...Me_user
        }
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

export interface Registration extends ProfileValues {
  password: string;
}

/** Creates an account and signs in. Rejects if the request fails. */
export function useRegister() {
  const [mutate] = useMutation(Register);
  const { change } = useSessionControl();
  return async (values: Registration): Promise<Outcome> => {
    const { password } = values;
    const input = { ...normalise(values), password, delivery: "COOKIE" } as const;
    const { data } = await mutate({ variables: { input } });
    const result = data?.register;
    if (!result) return DONE;
    if (result.__typename !== "RegisterSuccess") return toRefusal(result, Object.keys(values));
    change(({ admin }) => admin.writeQuery({ query: MeQuery, data: { me: result.user } }));
    return DONE;
  };
}
