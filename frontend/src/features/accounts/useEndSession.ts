import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";

const EndSession = graphql(`
  mutation EndSession($input: EndSessionInput!) {
    endSession(input: $input) {
      __typename
    }
  }
`);

/** Ends a session. Also succeeds if it has already ended. Rejects if the request fails. */
export function useEndSession() {
  const [mutate] = useMutation(EndSession);
  return async (id: string): Promise<void> => {
    await mutate({ variables: { input: { id } } });
  };
}
