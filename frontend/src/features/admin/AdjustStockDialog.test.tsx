import { notifications } from "@mantine/notifications";
import { waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makeFragmentData } from "../../gql/admin";
import { AdjustStockDialog_ProductFragmentDoc } from "../../gql/admin/graphql";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { dialog, field, fill, press } from "../../testing/forms";
import { renderPart } from "../../testing/render";
import { AdjustStockDialog } from "./AdjustStockDialog";

const product = { __typename: "Product", id: "7", title: "Oat Stout", stock: 3, reservedStock: 1 };

function open(answers: Answers) {
  const service = fakeService(answers);
  const onClose = vi.fn();
  const onSaved = vi.fn();
  const masked = makeFragmentData(
    { ...product, __typename: "Product" as const },
    AdjustStockDialog_ProductFragmentDoc,
  );
  renderPart(<AdjustStockDialog product={masked} {...{ onClose, onSaved }} />, {
    link: service.link,
    api: "admin",
  });
  return { ...service, onClose, onSaved };
}

async function adjust(units: string) {
  await fill(/^Units/, units);
  await press("Update stock");
}

afterEach(() => notifications.clean());

describe("the stock dialog", () => {
  it("sends the change and the reason", async () => {
    const done = { __typename: "AdjustStockSuccess", product };
    const { sent, onClose, onSaved } = open({ AdjustStock: () => ({ adjustStock: done }) });
    await fill(/^Reason/, "Two were broken");
    await adjust("-2");
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(onSaved).toHaveBeenCalled();
    expect(sent("AdjustStock")[0]?.variables).toEqual({
      input: { productId: "7", change: -2, note: "Two were broken" },
    });
  });

  it.each([
    [{ __typename: "InsufficientStock", message: "No.", available: 3 }, "Only 3 units available."],
    [
      {
        __typename: "InvalidInput",
        message: "No.",
        fields: [{ field: "change", messages: ["Too many."] }],
      },
      "Too many.",
    ],
  ])("shows $__typename at its field and focuses it", async (adjustStock, text) => {
    const { onClose } = open({ AdjustStock: () => ({ adjustStock }) });
    await adjust("-5");
    expect(await dialog().findByText(text)).toBeTruthy();
    expect(document.activeElement).toBe(field(/^Units/));
    expect(onClose).not.toHaveBeenCalled();
  });

  it("warns that the stock may have changed if there is no response", async () => {
    open({ AdjustStock: unreachable });
    await adjust("5");
    expect(await dialog().findByText(/may already have changed/)).toBeTruthy();
  });

  it("does not send an invalid number", async () => {
    const { sent } = open({});
    await adjust("few");
    expect(dialog().getByText(/Enter a number to add/)).toBeTruthy();
    expect(sent("AdjustStock")).toHaveLength(0);
  });
});
