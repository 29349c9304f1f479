import { notifications } from "@mantine/notifications";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OrderState } from "../../gql/orders/graphql";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { renderPart } from "../../testing/render";
import { Reorder } from "./Reorder";

const NAME = "Put back into the basket";
const missing = {
  __typename: "LineProblem",
  lineId: "3",
  title: "Oat Stout",
  message: "This is sold out.",
};

function open(answers: Answers, state: OrderState = "REFUNDED") {
  const service = fakeService(answers);
  const onAdded = vi.fn();
  renderPart(<Reorder order={{ id: "7", state }} onAdded={onAdded} />, { link: service.link });
  const inputs = () => service.sent("AddOrderToBasket").map(({ variables }) => variables.input);
  return { ...service, onAdded, inputs };
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

describe("putting an order back into the basket", () => {
  afterEach(() => notifications.clean());

  it("takes one press", async () => {
    const { onAdded, inputs } = open({ AddOrderToBasket: () => added([line]) });
    await press();
    await waitFor(() => expect(onAdded).toHaveBeenCalledOnce());
    expect(inputs()).toEqual([{ orderId: "7", idempotencyKey: expect.stringMatching(/^\w{32}$/) }]);
  });

  it("names what could not be added", async () => {
    const { onAdded } = open({ AddOrderToBasket: () => added([line], [missing]) });
    await press();
    expect(await screen.findByText("Oat Stout: This is sold out.")).toBeTruthy();
    expect(onAdded).toHaveBeenCalledOnce();
  });

  it("stays on the page where nothing could be added", async () => {
    const { onAdded } = open({ AddOrderToBasket: () => added([], [missing]) });
    await press();
    expect(await screen.findByText("Oat Stout: This is sold out.")).toBeTruthy();
    expect(onAdded).not.toHaveBeenCalled();
  });

  it("sends the same key again where no answer came", async () => {
    const { answers, onAdded, inputs } = open({ AddOrderToBasket: unreachable });
    await press();
    expect(await screen.findByText("The shop cannot be reached")).toBeTruthy();
    answers.AddOrderToBasket = () => added([line]);
    await press();
    await waitFor(() => expect(onAdded).toHaveBeenCalledOnce());
    expect(inputs()[1]).toEqual(inputs()[0]);
  });

  it.each<OrderState>(["OPEN", "PENDING", "COMPLETED"])("is not offered for %s", (state) => {
    open({}, state);
    expect(screen.queryByRole("button", { name: NAME })).toBeNull();
  });
});
