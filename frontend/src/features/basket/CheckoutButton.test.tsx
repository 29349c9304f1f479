import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { CheckoutButton } from "./CheckoutButton";
import { type CheckoutRequest, useCheckoutAttempt } from "./useCheckoutAttempt";

function open(answers: Answers, page: { request?: CheckoutRequest } = {}) {
  const service = fakeService({ Me: () => ({ me: null }), ...answers });
  const onOrdered = vi.fn();
  const onRefused = vi.fn(async () => {});
  const Part = () => {
    const attempt = useCheckoutAttempt({ onOrdered, onRefused });
    return <CheckoutButton attempt={attempt} request={page.request} />;
  };
  renderPart(<Part />, { link: service.link });
  const inputs = () => service.sent("Checkout").map(({ variables }) => variables.input);
  const keys = () => inputs().map(({ idempotencyKey }) => String(idempotencyKey));
  return { ...service, onOrdered, onRefused, inputs, keys };
}

const press = () => userEvent.click(screen.getByRole("button", { name: /^Place order/ }));
const ordered = () => ({
  checkout: { __typename: "CheckoutSuccess", order: { __typename: "Order", id: "7" } },
});
const refused = () => ({
  checkout: { __typename: "ProductGone", message: "A product is no longer available.", lines: [] },
});

describe("checking out", () => {
  it("opens the order", async () => {
    const { onOrdered, keys } = open({ Checkout: ordered });
    await press();
    await waitFor(() => expect(onOrdered).toHaveBeenCalledWith("7"));
    expect(keys()[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("places one order for several clicks", async () => {
    const { keys } = open({ Checkout: () => undefined });
    await userEvent.dblClick(screen.getByRole("button", { name: /^Place order/ }));
    expect(keys()).toHaveLength(1);
  });

  it("repeats the same order after a lost response", async () => {
    const { answers, onOrdered, keys } = open({ Checkout: unreachable });
    await press();
    expect(await screen.findByText(/won't be placed twice/)).toBeTruthy();
    answers.Checkout = ordered;
    await press();
    await waitFor(() => expect(onOrdered).toHaveBeenCalledWith("7"));
    expect(keys()[1]).toBe(keys()[0]);
  });

  it("repeats the same order with the same total when the basket is empty", async () => {
    const page: { request?: CheckoutRequest } = {
      request: { total: "12.00", saveChanges: async () => "12.00" },
    };
    const { answers, onOrdered, inputs } = open(
      {
        Checkout: () => {
          delete page.request;
          return unreachable();
        },
      },
      page,
    );
    await press();
    expect(await screen.findByText(/won't be placed twice/)).toBeTruthy();
    answers.Checkout = ordered;
    await press();
    await waitFor(() => expect(onOrdered).toHaveBeenCalledWith("7"));
    expect(inputs()[1]).toEqual(inputs()[0]);
    expect(inputs()[0]).toMatchObject({ expectedTotal: "12.00" });
  });

  it("shows an error of the service and uses a new key afterwards", async () => {
    const { onRefused, keys } = open({ Checkout: refused });
    await press();
    expect(await screen.findByText("A product is no longer available.")).toBeTruthy();
    expect(onRefused).toHaveBeenCalled();
    await press();
    await waitFor(() => expect(keys()).toHaveLength(2));
    expect(keys()[1]).not.toBe(keys()[0]);
  });

  it("shows the problem of every line that cannot be ordered", async () => {
    const lines = [
      {
        __typename: "LineProblem",
        lineId: "3",
        title: "Cake",
        message: "Flag is currently unavailable.",
      },
      { __typename: "LineProblem", lineId: "4", title: "Oat Stout", message: "This is sold out." },
    ];
    const refusal = { __typename: "InvalidConfiguration", message: "No.", lines };
    const { onRefused } = open({ Checkout: () => ({ checkout: refusal }) });
    await press();
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain(
      "Cake: Flag is currently unavailable. Oat Stout: This is sold out.",
    );
    expect(onRefused).toHaveBeenCalled();
  });
});
