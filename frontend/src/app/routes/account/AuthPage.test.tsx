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

/** Signs in on the way to a product's page. */
const land = (answers: Answers) => open("/sign-in?next=%2Fshop%2F7", me, answers);

describe("the sign-in page", () => {
  it("leads who is signed in to where they were going", async () => {
    open("/sign-in?next=%2Fmanage%2Fusers%3Fq%3Dada", me);
    expect(await screen.findByText("Now at /manage/users?q=ada")).toBeTruthy();
  });

  it("leads nobody to another site", async () => {
    open("/sign-in?next=//elsewhere.test/", me);
    expect(await screen.findByText("Now at /")).toBeTruthy();
  });

  it("keeps in mind where one was going for those who have no account yet", () => {
    open("/sign-in?next=%2Faccount", null);
    const link = screen.getByRole("link", { name: "Create an account" });
    expect(link.getAttribute("href")).toBe("/register?next=%2Faccount");
  });
});

describe("what a visitor wished before signing in", () => {
  const product = { id: "7", title: "Oat Stout" };
  const added = {
    __typename: "AddToBasketSuccess",
    basket: { __typename: "Order", id: "1", lines: [] },
  };
  const keep = (kind: "basket" | "like") =>
    savePendingAction({ kind, product, options: ["3", "5"] }, "/shop/7");
  afterEach(() => notifications.clean());

  it("is in the basket afterwards, with its options", async () => {
    keep("basket");
    const sent = land({ AddToBasket: () => ({ addToBasket: added }) });
    expect(await screen.findByText("Added to your basket.")).toBeTruthy();
    expect(screen.getByText("Now at /shop/7")).toBeTruthy();
    const [{ api, variables } = {}, ...more] = sent("AddToBasket");
    expect(api).toBe("main");
    expect(variables).toEqual({ input: { productId: "7", options: ["3", "5"] } });
    expect(more).toEqual([]);
  });

  it("is refused with the reason", async () => {
    keep("basket");
    const short = { __typename: "InsufficientStock", message: "No.", available: 0 };
    land({ AddToBasket: () => ({ addToBasket: short }) });
    expect(await screen.findByText("Not added to your basket. Sold out.")).toBeTruthy();
  });

  it("is told as lost where the shop cannot be reached", async () => {
    keep("basket");
    land({ AddToBasket: unreachable });
    expect(await screen.findByText(/^Not added to your basket. The shop is/)).toBeTruthy();
  });

  it("is liked afterwards", async () => {
    keep("like");
    const liked = { __typename: "Product", id: "7", likes: 4, likedByMe: true };
    const sent = land({
      LikeProduct: () => ({ likeProduct: { __typename: "LikeProductSuccess", product: liked } }),
    });
    expect(await screen.findByText("Added to your likes.")).toBeTruthy();
    expect(sent("LikeProduct")[0]?.variables).toEqual({ input: { productId: "7" } });
  });

  it("is not done for who came from another page", async () => {
    keep("basket");
    const sent = open("/sign-in?next=%2Faccount", me);
    expect(await screen.findByText("Now at /account")).toBeTruthy();
    expect(sent("AddToBasket")).toEqual([]);
  });
});
