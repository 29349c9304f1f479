import { CombinedGraphQLErrors, gql, type TypedDocumentNode } from "@apollo/client";
import { useSuspenseQuery } from "@apollo/client/react";
import { notifications } from "@mantine/notifications";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { takePendingAction } from "../../components/pendingAction";
import { makeFragmentData } from "../../gql/main";
import {
  type LikeButton_ProductFragment,
  LikeButton_ProductFragmentDoc,
} from "../../gql/main/graphql";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { LikeButton } from "./LikeButton";

const PRODUCT: TypedDocumentNode<{ product: LikeButton_ProductFragment }> = gql`
  query TheProduct {
    product(id: "7") {
      id
      title
      likes
      likedByMe
    }
  }
`;

const product = { __typename: "Product", id: "7", title: "Oat Stout", likes: 3, likedByMe: false };

function Button() {
  const { data } = useSuspenseQuery(PRODUCT);
  return <LikeButton product={makeFragmentData(data.product, LikeButton_ProductFragmentDoc)} />;
}

async function show(answers: Answers) {
  const service = fakeService({ TheProduct: () => ({ product }), ...answers });
  const part = (
    <Suspense>
      <Button />
    </Suspense>
  );
  await act(async () => {
    renderPart(part, { link: service.link, address: "/shop/7" });
  });
  await screen.findByText("3 likes");
  return service;
}

const like = () => userEvent.click(screen.getByRole("button", { name: "Like Oat Stout" }));

describe("the like button", () => {
  afterEach(() => notifications.clean());

  it("shows the like before the service has responded", async () => {
    const service = await show({ LikeProduct: () => undefined });
    await like();
    expect(screen.getByText("4 likes")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Unlike Oat Stout" })).toBeTruthy();
    expect(service.sent("LikeProduct")).toHaveLength(1);
  });

  it("then shows the count of the service", async () => {
    const liked = { ...product, likes: 11, likedByMe: true };
    await show({
      LikeProduct: () => ({ likeProduct: { __typename: "LikeProductSuccess", product: liked } }),
    });
    await like();
    expect(await screen.findByText("11 likes")).toBeTruthy();
  });

  it("removes a like", async () => {
    const service = await show({
      TheProduct: () => ({ product: { ...product, likedByMe: true } }),
      UnlikeProduct: () => ({
        unlikeProduct: {
          __typename: "UnlikeProductSuccess",
          product: { ...product, likes: 2, likedByMe: false },
        },
      }),
    });
    await userEvent.click(screen.getByRole("button", { name: "Unlike Oat Stout" }));
    expect(await screen.findByText("2 likes")).toBeTruthy();
    expect(service.sent("UnlikeProduct")[0]?.variables).toEqual({ input: { productId: "7" } });
  });

  it("reverts and shows the error when the service is unavailable", async () => {
    await show({ LikeProduct: unreachable });
    await like();
    expect(await screen.findByText("3 likes")).toBeTruthy();
    expect(screen.getByText("The shop is temporarily unavailable")).toBeTruthy();
  });

  it("reverts and shows the error when access is denied", async () => {
    const refusal = { message: "Not here.", extensions: { code: "FORBIDDEN" } };
    await show({ LikeProduct: () => new CombinedGraphQLErrors({ errors: [refusal] }) });
    await like();
    expect(await screen.findByText("3 likes")).toBeTruthy();
    expect(screen.getByText("You don't have permission to do this")).toBeTruthy();
  });

  it("reverts and links to the sign-in page when the user must sign in", async () => {
    const refusal = { message: "Sign in first.", extensions: { code: "UNAUTHENTICATED" } };
    await show({ LikeProduct: () => new CombinedGraphQLErrors({ errors: [refusal] }) });
    await like();
    expect(await screen.findByText("3 likes")).toBeTruthy();
    const offer = screen.getByRole("link", { name: "Sign in to like this product" });
    expect(offer.getAttribute("href")).toBe("/sign-in?next=%2Fshop%2F7");
    await userEvent.click(offer);
    expect(takePendingAction("/shop/7")).toEqual({
      kind: "like",
      product: { id: "7", title: "Oat Stout" },
    });
  });

  it("reverts and shows the error when the session cannot be checked", async () => {
    const refusal = { message: "The accounts are away.", extensions: { code: "UNAVAILABLE" } };
    await show({ LikeProduct: () => new CombinedGraphQLErrors({ errors: [refusal] }) });
    await like();
    expect(await screen.findByText("3 likes")).toBeTruthy();
    expect(screen.getByText("Temporarily unavailable")).toBeTruthy();
    expect(screen.getByText(/The accounts are away/)).toBeTruthy();
  });

  it("is not pressed if it is unknown whether the user likes the product", async () => {
    await show({ TheProduct: () => ({ product: { ...product, likedByMe: null } }) });
    expect(screen.getByRole("button", { name: "Like Oat Stout" })).toBeTruthy();
  });

  it("shows an error when the product was deleted", async () => {
    const gone = { __typename: "ProductNotFound", message: "There is no such product." };
    await show({ LikeProduct: () => ({ likeProduct: gone }) });
    await like();
    expect(await screen.findByText("There is no such product.")).toBeTruthy();
    expect(screen.getByText("3 likes")).toBeTruthy();
  });

  it("shows the current state when the product was already liked", async () => {
    const already = {
      __typename: "AlreadyLiked",
      message: "You already like this product.",
      product: { ...product, likes: 5, likedByMe: true },
    };
    await show({ LikeProduct: () => ({ likeProduct: already }) });
    await like();
    expect(await screen.findByText("5 likes")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Unlike Oat Stout" })).toBeTruthy();
  });

  it("sends one request for quick clicks", async () => {
    const service = await show({ LikeProduct: () => undefined });
    await like();
    await userEvent.click(screen.getByRole("button", { name: "Unlike Oat Stout" }));
    await waitFor(() => expect(service.sent("LikeProduct")).toHaveLength(1));
    expect(service.sent("UnlikeProduct")).toHaveLength(0);
  });
});
