import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";
import type { ProductChanges } from "./productValues";
import { type SaveOutcome, toRefusal } from "./saveOutcome";

const UpdateProduct = graphql(`
  mutation UpdateProduct($input: UpdateProductInput!) {
    updateProduct(input: $input) {
      __typename
      ... on UpdateProductSuccess {
        product {
          id
          ...ProductRow_product
          ...EditProductDialog_product
        }
      }
      ... on InvalidInput {
        message
        fields {
          field
          messages
        }
      }
      ... on SkuTaken {
        message
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

/** Changes these fields of a product if it still has the expected version. Rejects if the request fails. */
export function useUpdateProduct() {
  const [mutate] = useMutation(UpdateProduct);
  return async (
    id: string,
    changes: ProductChanges,
    expectedVersion: number,
  ): Promise<SaveOutcome> => {
    const { data } = await mutate({ variables: { input: { id, ...changes, expectedVersion } } });
    const result = data?.updateProduct;
    if (!result || result.__typename === "UpdateProductSuccess") return { kind: "saved" };
    if (result.__typename === "VersionConflict") {
      return { kind: "conflict", version: result.currentVersion };
    }
    return toRefusal(result);
  };
}
