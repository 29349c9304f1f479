import { notifications } from "@mantine/notifications";
import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { press } from "../../testing/forms";
import { renderPart } from "../../testing/render";
import { DeleteProductDialog } from "./DeleteProductDialog";

const product = { id: "7", title: "Oat Stout" };

function open(answers: Answers) {
  const service = fakeService(answers);
  const onClose = vi.fn();
  const onDeleted = vi.fn(async () => {});
  const part = <DeleteProductDialog product={product} onClose={onClose} onDeleted={onDeleted} />;
  renderPart(part, { link: service.link, api: "admin" });
  return { ...service, onClose, onDeleted };
}

afterEach(() => notifications.clean());

describe("the dialog to delete a product", () => {
  it("deletes nothing without confirmation", async () => {
    const { sent, onClose } = open({});
    await press("Cancel");
    expect(onClose).toHaveBeenCalled();
    expect(sent("DeleteProduct")).toHaveLength(0);
  });

  it.each([
    { __typename: "DeleteProductSuccess" },
    { __typename: "ProductNotFound", message: "There is no such product." },
  ])("treats $__typename as success", async (deleteProduct) => {
    const { onDeleted } = open({ DeleteProduct: () => ({ deleteProduct }) });
    await press("Delete product");
    await waitFor(() => expect(onDeleted).toHaveBeenCalled());
  });

  it("stays open and shows the error when the service is unavailable", async () => {
    const { onClose, onDeleted } = open({ DeleteProduct: unreachable });
    await press("Delete product");
    expect(
      await screen.findByText("The account and catalogue service is temporarily unavailable"),
    ).toBeTruthy();
    expect(onDeleted).not.toHaveBeenCalled();
    expect(onClose).not.toHaveBeenCalled();
  });
});
