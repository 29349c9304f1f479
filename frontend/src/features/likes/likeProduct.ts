import type { ApolloClient } from "@apollo/client";
import { LikeProduct } from "./useLikeProduct";

/**
 * Likes a product without an optimistic update. Resolves to the error message of the service, or null. Also succeeds if the
 * product is already liked. Rejects if the request fails.
 */
export async function likeProduct(client: ApolloClient, productId: string): Promise<string | null> {
  const { data } = await client.mutate({
    mutation: LikeProduct,
    variables: { input: { productId } },
  });
  const result = data?.likeProduct;
  return result?.__typename === "ProductNotFound" ? result.message : null;
}
