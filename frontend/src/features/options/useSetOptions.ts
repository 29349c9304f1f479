import { useMutation } from "@apollo/client/react";
import { graphql, readFragment } from "../../gql/admin";
import type { OptionsInput } from "./draft";
import { type PathErrors, pathErrors } from "./draftErrors";
import { productOptions, type SavedProduct } from "./optionsFragments";

const SetProductOptions = graphql(`
  mutation SetProductOptions($input: SetProductOptionsInput!) {
    setProductOptions(input: $input) {
      __typename
      ... on SetProductOptionsSuccess {
        product {
          id
          ...ProductOptions_product
        }
      }
      ... on InvalidInput {
        message
        fields {
          field
          messages
        }
      }
      ... on ProductNotFound {
        message
      }
      ... on VersionConflict {
        currentVersion
      }
    }
  }
`);

/** The result of saving the options. */
export type SetOutcome =
  | { kind: "saved"; product: SavedProduct }
  | { kind: "conflict"; version: number }
  | { kind: "refused"; errors: PathErrors; message: string };

/** Sets the options of a product if they still have the expected version. Rejects if the request fails. */
export function useSetOptions() {
  const [mutate] = useMutation(SetProductOptions);
  return async (
    productId: string,
    options: OptionsInput,
    expectedVersion: number,
  ): Promise<SetOutcome> => {
    const { data } = await mutate({
      variables: { input: { productId, expectedVersion, ...options } },
    });
    const result = data?.setProductOptions;
    if (!result) throw new Error("The response is empty.");
    if (result.__typename === "SetProductOptionsSuccess") {
      return { kind: "saved", product: readFragment(productOptions, result.product) };
    }
    if (result.__typename === "VersionConflict") {
      return { kind: "conflict", version: result.currentVersion };
    }
    const errors = result.__typename === "InvalidInput" ? pathErrors(result.fields) : {};
    return { kind: "refused", errors, message: result.message };
  };
}
