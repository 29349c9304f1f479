import type { ApolloClient } from "@apollo/client";
import { LikeProduct } from "./useLikeProduct";

/**
 * Likes a product, where no button shows it; returns why the service refuses it, or null. A product that is liked
 * already is as good as liked. Rejects where the service could not be asked.
 */
export async function likeProduct(client: ApolloClient, productId: string): Promise<string | null> {
  const { data } = await client.mutate({
    mutation: LikeProduct,
    variables: { input: { productId } },
  });
  const result = data?.likeProduct;
  return result?.__typename === "ProductNotFound" ? result.message : null;
}
