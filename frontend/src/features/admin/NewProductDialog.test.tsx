import { notifications } from "@mantine/notifications";
import { waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Answers, fakeService, unreachable } from "../../testing/fakeService";
import { dialog, field, fill, press } from "../../testing/forms";
import { renderPart } from "../../testing/render";
import { NewProductDialog } from "./NewProductDialog";

function open(answers: Answers) {
  const service = fakeService(answers);
  const onClose = vi.fn();
  const onSaved = vi.fn(async () => {});
  const part = <NewProductDialog categories={["beer"]} onClose={onClose} onSaved={onSaved} />;
  renderPart(part, { link: service.link, api: "admin" });
  return { ...service, onClose, onSaved };
}

async function fillIn() {
  await fill(/^Title/, "Oat Stout");
  await fill(/^Picture/, "/pictures/beer/oat-stout.svg");
  await fill(/^SKU/, "BEER-1");
}

const created = () => ({
  createProduct: {
    __typename: "CreateProductSuccess",
    product: { __typename: "Product", id: "7" },
  },
});

afterEach(() => notifications.clean());

describe("the dialog for a new product", () => {
  it("creates the product and sends null for empty fields", async () => {
    const { sent, onClose, onSaved } = open({ CreateProduct: created });
    await fillIn();
    await press("Save product");
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(onSaved).toHaveBeenCalled();
    expect(sent("CreateProduct")[0]).toMatchObject({
      api: "admin",
      variables: { input: { title: "Oat Stout", sku: "BEER-1", price: null, category: null } },
    });
  });

  it("does not send invalid input and focuses the first error", async () => {
    const { sent } = open({});
    await fill(/^Price/, "four");
    await press("Save product");
    expect(dialog().getByText("Enter a title.")).toBeTruthy();
    expect(dialog().getByText(/Enter an amount such as/)).toBeTruthy();
    expect(document.activeElement).toBe(field(/^Title/));
    expect(sent("CreateProduct")).toHaveLength(0);
  });

  it("shows an error of the service at its field and focuses it", async () => {
    const taken = { __typename: "SkuTaken", message: "BEER-1 is taken." };
    const { onClose } = open({ CreateProduct: () => ({ createProduct: taken }) });
    await fillIn();
    await press("Save product");
    expect(await dialog().findByText("BEER-1 is taken.")).toBeTruthy();
    expect(document.activeElement).toBe(field(/^SKU/));
    expect(onClose).not.toHaveBeenCalled();
  });

  it("uses the same idempotency key for the same input only", async () => {
    const service = open({ CreateProduct: unreachable });
    await fillIn();
    await press("Save product");
    expect(
      await dialog().findByText(/The account and catalogue service is temporarily unavailable/),
    ).toBeTruthy();
    await press("Save product");
    await waitFor(() => expect(service.sent("CreateProduct")).toHaveLength(2));
    await fill(/^Title/, "Rye Stout");
    await press("Save product");
    await waitFor(() => expect(service.sent("CreateProduct")).toHaveLength(3));

    const keys = service
      .sent("CreateProduct")
      .map(({ variables }) => variables.input.idempotencyKey);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});
