import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";

const EndSession = graphql(`
  mutation EndSession($input: EndSessionInput!) {
    endSession(input: $input) {
      __typename
    }
  }
`);

/** Ends a session. One that has ended already is as good as ended. Rejects where the service could not be asked. */
export function useEndSession() {
  const [mutate] = useMutation(EndSession);
  return async (id: string): Promise<void> => {
    await mutate({ variables: { input: { id } } });
  };
}
