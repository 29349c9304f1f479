import { notifications } from "@mantine/notifications";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OrderState } from "../../gql/orders/graphql";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { Reorder } from "./Reorder";

const NAME = "Add to basket again";
const missing = {
  __typename: "LineProblem",
  lineId: "3",
  title: "Oat Stout",
  message: "This is sold out.",
};

function open(answers: Answers, state: OrderState = "REFUNDED") {
  const service = fakeService(answers);
  const onDone = vi.fn();
  renderPart(<Reorder order={{ id: "7", state }} onDone={onDone} />, { link: service.link });
  const inputs = () => service.sent("AddOrderToBasket").map(({ variables }) => variables.input);
  return { ...service, onDone, inputs };
}

const press = () => userEvent.click(screen.getByRole("button", { name: NAME }));

const added = (lines: object[], notAdded: object[] = []) => ({
  addOrderToBasket: {
    __typename: "AddOrderToBasketSuccess",
    basket: { __typename: "Order", id: "9", lines },
    notAdded,
  },
});
const line = { __typename: "OrderLine", id: "1", quantity: 2 };

describe("the reorder button", () => {
  afterEach(() => notifications.clean());

  it("adds the items with one click", async () => {
    const { onDone, inputs } = open({ AddOrderToBasket: () => added([line]) });
    await press();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(inputs()).toEqual([{ orderId: "7", idempotencyKey: expect.stringMatching(/^\w{32}$/) }]);
  });

  it("reports items that could not be added", async () => {
    const { onDone } = open({ AddOrderToBasket: () => added([line], [missing]) });
    await press();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(onDone.mock.lastCall?.[0].notAdded).toMatchObject([missing]);
  });

  it("shows an error if the order does not exist", async () => {
    const refusal = { __typename: "OrderNotFound", message: "Not found." };
    const { onDone } = open({ AddOrderToBasket: () => ({ addOrderToBasket: refusal }) });
    await press();
    expect(await screen.findByText("Not found.")).toBeTruthy();
    expect(onDone).not.toHaveBeenCalled();
  });

  it("uses the same idempotency key after a lost response", async () => {
    const { answers, onDone, inputs } = open({ AddOrderToBasket: unreachable });
    await press();
    expect(await screen.findByText("The shop is temporarily unavailable")).toBeTruthy();
    answers.AddOrderToBasket = () => added([line]);
    await press();
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(inputs()[1]).toEqual(inputs()[0]);
  });

  it.each<OrderState>(["OPEN", "PENDING", "COMPLETED"])("is hidden for %s", (state) => {
    open({}, state);
    expect(screen.queryByRole("button", { name: NAME })).toBeNull();
  });
});
