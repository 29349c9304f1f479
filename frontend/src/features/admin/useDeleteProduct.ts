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

/** Deletes a product. One that is already gone is as good as deleted. Rejects where the service could not be asked. */
export function useDeleteProduct() {
  const [mutate] = useMutation(DeleteProduct);
  return async (id: string): Promise<void> => {
    await mutate({ variables: { input: { id } } });
  };
}
