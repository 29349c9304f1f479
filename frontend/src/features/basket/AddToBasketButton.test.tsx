import { CombinedGraphQLErrors } from "@apollo/client";
import { notifications } from "@mantine/notifications";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes, useLocation } from "react-router";
import { afterEach, describe, expect, it } from "vitest";
import { takePendingAction } from "../../components/pendingAction";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { AddToBasketButton } from "./AddToBasketButton";

function SignInPage() {
  return <p>Sign in{useLocation().search}</p>;
}

function open(answers: Answers, isSignedIn = true) {
  const service = fakeService(answers);
  const product = { id: "7", title: "Oat Stout" };
  const pages = (
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route path="*" element={<AddToBasketButton {...{ product, isSignedIn }} />} />
    </Routes>
  );
  renderPart(pages, { link: service.link, address: "/?q=oat" });
  return service;
}

const press = () =>
  userEvent.click(screen.getByRole("button", { name: "Add Oat Stout to basket" }));

describe("adding to the basket", () => {
  afterEach(() => notifications.clean());

  it("shows a confirmation", async () => {
    const basket = { __typename: "Order", id: "1", lines: [] };
    const { sent } = open({
      AddToBasket: () => ({ addToBasket: { __typename: "AddToBasketSuccess", basket } }),
    });
    await press();
    expect(await screen.findByText("Added to your basket.")).toBeTruthy();
    expect(sent("AddToBasket")[0]?.variables).toEqual({ input: { productId: "7", options: [] } });
  });

  it("shows the available units if there are too few", async () => {
    const short = { __typename: "InsufficientStock", message: "No.", available: 3 };
    open({ AddToBasket: () => ({ addToBasket: short }) });
    await press();
    expect(await screen.findByText("Only 3 left.")).toBeTruthy();
  });

  it("redirects visitors to the sign-in page and stores the pending action", async () => {
    const { sent } = open({}, false);
    await press();
    expect(await screen.findByText("Sign in?next=%2F%3Fq%3Doat")).toBeTruthy();
    expect(sent("AddToBasket")).toHaveLength(0);
    expect(takePendingAction("/?q=oat")).toEqual({
      kind: "basket",
      product: { id: "7", title: "Oat Stout" },
      options: [],
    });
  });

  it("redirects to the sign-in page when the session has ended", async () => {
    const refusal = { message: "Sign in first.", extensions: { code: "UNAUTHENTICATED" } };
    open({ AddToBasket: () => new CombinedGraphQLErrors({ errors: [refusal] }) });
    await press();
    expect(await screen.findByText(/^Sign in\?next=/)).toBeTruthy();
    expect(takePendingAction("/?q=oat")).not.toBeNull();
  });

  it("shows an error when the shop is unavailable", async () => {
    open({ AddToBasket: unreachable });
    await press();
    expect(await screen.findByText("The shop is temporarily unavailable")).toBeTruthy();
  });
});
