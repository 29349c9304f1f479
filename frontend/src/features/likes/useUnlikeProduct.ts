import { useMutation } from "@apollo/client/react";
import { graphql } from "../../gql/main";
import type { Likeable, LikeOutcome } from "./outcome";

const UnlikeProduct = graphql(`
  mutation UnlikeProduct($input: UnlikeProductInput!) {
    unlikeProduct(input: $input) {
      __typename
      ... on UnlikeProductSuccess {
        product {
          __typename
          id
          likes
          likedByMe
        }
      }
      ... on NotLiked {
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

/** Unlikes a product with an optimistic update, which is reverted if the request fails. */
export function useUnlikeProduct() {
  const [mutate] = useMutation(UnlikeProduct);
  return async ({ id, likes }: Likeable): Promise<LikeOutcome> => {
    const { data } = await mutate({
      variables: { input: { productId: id } },
      optimisticResponse: {
        unlikeProduct: {
          __typename: "UnlikeProductSuccess",
          product: { __typename: "Product", id, likes: Math.max(0, likes - 1), likedByMe: false },
        },
      },
    });
    const result = data?.unlikeProduct;
    if (!result || result.__typename === "UnlikeProductSuccess") return { refusal: null };
    return { refusal: result.message };
  };
}
