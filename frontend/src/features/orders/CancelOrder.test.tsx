import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { OrderState } from "../../gql/orders/graphql";
import { type Answers, fakeService } from "../../testing/fakeService";
import { dialog, press } from "../../testing/forms";
import { renderPart } from "../../testing/render";
import { CancelOrder } from "./CancelOrder";

function open(answers: Answers, state: OrderState = "PENDING", cancellable = true) {
  const service = fakeService(answers);
  const onDone = vi.fn(async () => {});
  const order = { id: "7", state, cancellable };
  renderPart(<CancelOrder order={order} onDone={onDone} />, { link: service.link });
  return { ...service, onDone };
}

const ask = () => userEvent.click(screen.getByRole("button", { name: "Cancel order" }));

describe("cancelling an order", () => {
  it("asks for confirmation", async () => {
    const { sent } = open({});
    await ask();
    await press("Keep order");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent("CancelOrder")).toHaveLength(0);
  });

  it("shows when it is too late", async () => {
    const late = { __typename: "NotCancellable", message: "No.", state: "COMPLETED" };
    const { sent, onDone } = open({ CancelOrder: () => ({ cancelOrder: late }) });
    await ask();
    await press("Cancel order");
    const text = "This order can't be cancelled because it is already completed.";
    expect(await dialog().findByText(text)).toBeTruthy();
    expect(sent("CancelOrder")[0]?.variables).toEqual({ input: { id: "7" } });
    expect(onDone).toHaveBeenCalled();
  });

  it("is hidden from staff for a customer's pending order", () => {
    open({}, "PENDING", false);
    expect(screen.queryByRole("button", { name: "Cancel order" })).toBeNull();
  });

  it.each<OrderState>(["COMPLETED", "REFUNDED", "CANCELLED"])(
    "is hidden when the order is %s",
    (state) => {
      open({}, state);
      expect(screen.queryByRole("button", { name: "Cancel order" })).toBeNull();
    },
  );
});
