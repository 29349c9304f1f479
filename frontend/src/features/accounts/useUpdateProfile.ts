import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";
import type { ProfileValues } from "./accountValues";
import { DONE, type Outcome, toRefusal } from "./outcome";

const UpdateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      __typename
      ... on UpdateProfileSuccess {
        user {
          id
          ...Me_user
          ...ProfileForm_user
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
    }
  }
`);

const FIELDS = ["username", "email", "firstName", "lastName"];

/** Changes these fields of the signed-in user's profile. Rejects if the request fails. */
export function useUpdateProfile() {
  const [mutate] = useMutation(UpdateProfile);
  return async (changes: Partial<ProfileValues>): Promise<Outcome> => {
    const { data } = await mutate({ variables: { input: changes } });
    const result = data?.updateProfile;
    if (!result || result.__typename === "UpdateProfileSuccess") return DONE;
    return toRefusal(result, FIELDS);
  };
}
