import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/admin";

const DeleteProduct = graphql(`
  mutation DeleteProduct($input: DeleteProductInput!) {
    deleteProduct(input: $input) {
      __typename
      ... on ProductNotFound {
        message
      }
    }
  }
`);

/** Deletes a product. Also succeeds if it has already been deleted. Rejects if the request fails. */
export function useDeleteProduct() {
  const [mutate] = useMutation(DeleteProduct);
  return async (id: string): Promise<void> => {
    await mutate({ variables: { input: { id } } });
  };
}
