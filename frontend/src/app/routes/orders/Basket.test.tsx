import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { describe, expect, it } from "vitest";
import { type Answers, fakeService, unreachable } from "../../../testing/fakeService";
import { renderPart } from "../../../testing/render";
import { Basket } from "./Basket";

const FEE = 0.2;

interface LineData {
  id: string;
  productId: string;
  title: string;
  unitPrice: string;
  previousUnitPrice: string | null;
  quantity: number;
}

const stout = (changes: Partial<LineData> = {}): LineData => ({
  id: "1",
  productId: "7",
  title: "Oat Stout",
  unitPrice: "5.00",
  previousUnitPrice: null,
  quantity: 2,
  ...changes,
});

const shown = (line: LineData) => ({
  __typename: "OrderLine",
  image: "/a.svg",
  total: (Number(line.unitPrice) * line.quantity).toFixed(2),
  product: { __typename: "Product", id: line.productId },
  configuration: [],
  ...line,
});

/** A basket with these lines and their totals. */
function basketOf(...lines: LineData[]) {
  const subtotal = lines.reduce((sum, line) => sum + Number(line.unitPrice) * line.quantity, 0);
  return {
    __typename: "Order",
    id: "9",
    subtotal: subtotal.toFixed(2),
    fee: (subtotal * FEE).toFixed(2),
    total: (subtotal * (1 + FEE)).toFixed(2),
    lines: lines.map(shown),
  };
}

const syncStatus = { __typename: "SyncStatus", connected: true, lastAppliedAt: null };
const ordered = () => ({
  checkout: { __typename: "CheckoutSuccess", order: { __typename: "Order", id: "9" } },
});

/** Opens the basket page. The fake service applies changes to `lines`. */
async function open(lines: LineData[], more: Answers = {}) {
  const basket = () => basketOf(...lines);
  const change = (id: string, changes: Partial<LineData>) =>
    Object.assign(
      lines.find((line) => line.id === id)!,
      changes,
    );
  const service = fakeService({
    Me: () => ({ me: null }),
    BasketPage: () => ({ basket: basket(), syncStatus }),
    ChangeBasketLine: ({ variables: { input } }) => {
      change(input.lineId, { quantity: input.quantity });
      const result = { __typename: "ChangeBasketLineSuccess", basket: basket() };
      return { changeBasketLine: result };
    },
    AcceptPrice: ({ variables: { input } }) => {
      change(input.lineId, { previousUnitPrice: null });
      return { acceptPrice: { __typename: "AcceptPriceSuccess", basket: basket() } };
    },
    Checkout: ordered,
    ...more,
  });
  const page = (
    <Suspense>
      <Basket />
    </Suspense>
  );
  await act(async () => void renderPart(page, { link: service.link, address: "/basket" }));
  await screen.findByRole("list", { name: "Your basket" });
  const inputs = (name: string) => service.sent(name).map(({ variables }) => variables.input);
  return { ...service, change, inputs };
}

const field = () =>
  screen.getByRole<HTMLInputElement>("textbox", { name: "Quantity of Oat Stout" });
const type = async (text: string) => {
  await userEvent.clear(field());
  await userEvent.type(field(), text);
};
const checkOut = () => userEvent.click(screen.getByRole("button", { name: /^Place order/ }));
const line = () => within(screen.getByRole("listitem"));
const costs = (total: string) =>
  waitFor(() => {
    const region = screen.getByRole("region", { name: "Order summary" });
    expect(region.textContent).toContain(`Total${total}`);
  });
const short = (available: number) => ({
  changeBasketLine: { __typename: "InsufficientStock", message: "No.", available },
});

describe("the quantity at the checkout", () => {
  it.each(["0", "1,5", "2 pieces", "100000"])(
    "blocks the order if it is invalid: %s",
    async (text) => {
      const { inputs } = await open([stout()]);
      await type(text);
      await checkOut();
      expect(await line().findByText("Enter a whole number from 1 to 10,000.")).toBeTruthy();
      expect(screen.getByText(/^Your order hasn't been placed/)).toBeTruthy();
      expect(field().value).toBe(text);
      expect(document.activeElement).toBe(field());
      expect(inputs("ChangeBasketLine")).toEqual([]);
      expect(inputs("Checkout")).toEqual([]);
    },
  );

  it("is saved by the first click, which asks to confirm the new total", async () => {
    const { inputs } = await open([stout()]);
    await type("3");
    await checkOut();
    expect(
      await screen.findByText("Your total is now €18.00. Place the order again to confirm."),
    ).toBeTruthy();
    expect(inputs("ChangeBasketLine")).toEqual([{ lineId: "1", quantity: 3 }]);
    expect(inputs("Checkout")).toEqual([]);
    await costs("€18.00");
    await checkOut();
    await waitFor(() => expect(inputs("Checkout")).toHaveLength(1));
    expect(inputs("Checkout")[0].expectedTotal).toBe("18.00");
    expect(inputs("ChangeBasketLine")).toHaveLength(1);
  });

  it("is ordered by the first click if it was saved before", async () => {
    const { inputs } = await open([stout()]);
    await type("3{Enter}");
    await costs("€18.00");
    await checkOut();
    await waitFor(() => expect(inputs("Checkout")).toHaveLength(1));
    expect(inputs("Checkout")[0].expectedTotal).toBe("18.00");
  });

  it("can be set to the available units if it is too high", async () => {
    const { answers, inputs } = await open([stout()]);
    const save = answers.ChangeBasketLine;
    answers.ChangeBasketLine = () => short(73);
    await type("500");
    await checkOut();
    expect(await line().findByText("Only 73 left.")).toBeTruthy();
    expect(field().value).toBe("500");
    expect(inputs("Checkout")).toEqual([]);
    answers.ChangeBasketLine = save!;
    await userEvent.click(screen.getByRole("button", { name: "Change to 73" }));
    await waitFor(() => expect(screen.queryByText("Only 73 left.")).toBeNull());
    expect(field().value).toBe("73");
    expect(inputs("ChangeBasketLine").at(-1)).toEqual({ lineId: "1", quantity: 73 });
  });

  it("takes units in other lines into account", async () => {
    const other = stout({ id: "2", title: "Oat Stout, cold", quantity: 10 });
    await open([stout(), other], { ChangeBasketLine: () => short(73) });
    await type("500{Enter}");
    expect(await screen.findByText("Only 73 left. 10 more in your basket.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Change to 63" })).toBeTruthy();
  });

  it("is saved again by the next click after a failure", async () => {
    const { answers, inputs } = await open([stout()]);
    const save = answers.ChangeBasketLine;
    answers.ChangeBasketLine = unreachable;
    await type("3");
    await checkOut();
    expect(await line().findByText(/^The shop is temporarily unavailable/)).toBeTruthy();
    expect(inputs("Checkout")).toEqual([]);
    answers.ChangeBasketLine = save!;
    await checkOut();
    expect(await screen.findByText(/^Your total is now €18.00/)).toBeTruthy();
    expect(inputs("Checkout")).toEqual([]);
  });
});

describe("a price that has changed", () => {
  it("is shown on its line and must be accepted before the checkout", async () => {
    const { inputs } = await open([stout({ unitPrice: "6.00", previousUnitPrice: "5.00" })]);
    expect(line().getByText("The price has changed from €5.00 to €6.00.")).toBeTruthy();
    await checkOut();
    expect(await screen.findByText(/^Your order hasn't been placed/)).toBeTruthy();
    const accept = screen.getByRole("button", { name: "Accept €6.00 for Oat Stout" });
    expect(document.activeElement).toBe(accept);
    await userEvent.click(accept);
    await waitFor(() => expect(line().queryByText(/^The price has changed/)).toBeNull());
    expect(inputs("AcceptPrice")).toEqual([{ lineId: "1", unitPrice: "6.00" }]);
    expect(document.activeElement).toBe(screen.getByRole("listitem"));
    expect(inputs("Checkout")).toEqual([]);
    await checkOut();
    await waitFor(() => expect(inputs("Checkout")).toHaveLength(1));
    expect(inputs("Checkout")[0].expectedTotal).toBe("14.40");
  });

  it("is shown by the checkout if the page did not know it, and nothing is ordered", async () => {
    const { answers, change, inputs } = await open([stout()]);
    answers.Checkout = () => {
      change("1", { unitPrice: "6.00", previousUnitPrice: "5.00" });
      const totals = { oldTotal: "12.00", newTotal: "14.40" };
      return { checkout: { __typename: "PriceChanged", message: "No.", ...totals } };
    };
    await checkOut();
    expect(
      await screen.findByText(
        "Your total changed from €12.00 to €14.40. Your order hasn't been placed yet.",
      ),
    ).toBeTruthy();
    expect(await line().findByText(/^The price has changed/)).toBeTruthy();
    expect(inputs("Checkout").map(({ expectedTotal }) => expectedTotal)).toEqual(["12.00"]);
  });

  it("shows why it could not be accepted", async () => {
    const fields = [{ __typename: "FieldError", messages: ["The price is 7.00 now."] }];
    const invalid = { __typename: "InvalidInput", message: "No.", fields };
    await open([stout({ unitPrice: "6.00", previousUnitPrice: "5.00" })], {
      AcceptPrice: () => ({ acceptPrice: invalid }),
    });
    await userEvent.click(screen.getByRole("button", { name: /^Accept/ }));
    expect(await line().findByText("The price is 7.00 now.")).toBeTruthy();
  });
});
