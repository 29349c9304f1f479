import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/main";
import type { Likeable, LikeOutcome } from "./outcome";

export const LikeProduct = graphql(`
  mutation LikeProduct($input: LikeProductInput!) {
    likeProduct(input: $input) {
      __typename
      ... on LikeProductSuccess {
        product {
          __typename
          id
          likes
          likedByMe
        }
      }
      ... on AlreadyLiked {
        message
        product {
          id
          likes
          likedByMe
        }
      }
      ... on ProductNotFound {
        message
      }
    }
  }
`);

/** Likes a product with an optimistic update, which is reverted if the request fails. */
export function useLikeProduct() {
  const [mutate] = useMutation(LikeProduct);
  return async ({ id, likes }: Likeable): Promise<LikeOutcome> => {
    const { data } = await mutate({
      variables: { input: { productId: id } },
      optimisticResponse: {
        likeProduct: {
          __typename: "LikeProductSuccess",
          product: { __typename: "Product", id, likes: likes + 1, likedByMe: true },
        },
      },
    });
    const result = data?.likeProduct;
    if (!result || result.__typename === "LikeProductSuccess") return { refusal: null };
    return { refusal: result.message };
  };
}
