import { screen } from "@testing-library/react";
import { Route, Routes, useLocation } from "react-router";
import { notifications } from "@mantine/notifications";
import { afterEach, describe, expect, it } from "vitest";
import { savePendingAction } from "../../../components/pendingAction";
import { type Answers, fakeService, unreachable } from "../../../testing/fakeService";
import { renderPart } from "../../../testing/render";
import SignInPage from "./SignInPage";

const me = { __typename: "User", id: "7", username: "ada", displayName: "Ada", role: "CUSTOMER" };

function Elsewhere() {
  const { pathname, search } = useLocation();
  return <p>Now at {pathname + search}</p>;
}

function open(address: string, user: object | null, answers: Answers = {}) {
  const { link, sent } = fakeService({ Me: () => ({ me: user }), ...answers });
  const pages = (
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="*" element={<Elsewhere />} />
    </Routes>
  );
  renderPart(pages, { link, address });
  return sent;
}

/** Signs in with the path of a product page as return path. */
const openSignedIn = (answers: Answers) => open("/sign-in?next=%2Fshop%2F7", me, answers);

describe("the sign-in page", () => {
  it("redirects signed-in users to the return path", async () => {
    open("/sign-in?next=%2Fmanage%2Fusers%3Fq%3Dada", me);
    expect(await screen.findByText("Now at /manage/users?q=ada")).toBeTruthy();
  });

  it("never redirects to another site", async () => {
    open("/sign-in?next=//elsewhere.test/", me);
    expect(await screen.findByText("Now at /")).toBeTruthy();
  });

  it("passes the return path on to the registration page", () => {
    open("/sign-in?next=%2Faccount", null);
    const link = screen.getByRole("link", { name: "Create an account" });
    expect(link.getAttribute("href")).toBe("/register?next=%2Faccount");
  });
});

describe("the pending action of a visitor after signing in", () => {
  const product = { id: "7", title: "Oat Stout" };
  const added = {
    __typename: "AddToBasketSuccess",
    basket: { __typename: "Order", id: "1", lines: [] },
  };
  const keep = (kind: "basket" | "like") =>
    savePendingAction({ kind, product, options: ["3", "5"] }, "/shop/7");
  afterEach(() => notifications.clean());

  it("adds the product with its options to the basket", async () => {
    keep("basket");
    const sent = openSignedIn({ AddToBasket: () => ({ addToBasket: added }) });
    expect(await screen.findByText("Added to your basket.")).toBeTruthy();
    expect(screen.getByText("Now at /shop/7")).toBeTruthy();
    const [{ api, variables } = {}, ...more] = sent("AddToBasket");
    expect(api).toBe("main");
    expect(variables).toEqual({ input: { productId: "7", options: ["3", "5"] } });
    expect(more).toEqual([]);
  });

  it("shows the reason when the service rejects it", async () => {
    keep("basket");
    const short = { __typename: "InsufficientStock", message: "No.", available: 0 };
    openSignedIn({ AddToBasket: () => ({ addToBasket: short }) });
    expect(await screen.findByText("Not added to your basket. Sold out.")).toBeTruthy();
  });

  it("shows a failure when the shop is unavailable", async () => {
    keep("basket");
    openSignedIn({ AddToBasket: unreachable });
    expect(await screen.findByText(/^Not added to your basket. The shop is/)).toBeTruthy();
  });

  it("likes the product", async () => {
    keep("like");
    const liked = { __typename: "Product", id: "7", likes: 4, likedByMe: true };
    const sent = openSignedIn({
      LikeProduct: () => ({ likeProduct: { __typename: "LikeProductSuccess", product: liked } }),
    });
    expect(await screen.findByText("Added to your likes.")).toBeTruthy();
    expect(sent("LikeProduct")[0]?.variables).toEqual({ input: { productId: "7" } });
  });

  it("is not run for another return path", async () => {
    keep("basket");
    const sent = open("/sign-in?next=%2Faccount", me);
    expect(await screen.findByText("Now at /account")).toBeTruthy();
    expect(sent("AddToBasket")).toEqual([]);
  });
});
