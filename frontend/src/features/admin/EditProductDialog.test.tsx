import { notifications } from "@mantine/notifications";
import { waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DraftOwnerContext } from "../../components/draftOwner";
import { saveDraft } from "../../components/draftStore";
import { makeFragmentData } from "../../gql/admin";
import { EditProductDialog_ProductFragmentDoc } from "../../gql/admin/graphql";
import { type Answers, fakeService } from "../../testing/fakeService";
import { dialog, field, fill, press } from "../../testing/forms";
import { renderPart } from "../../testing/render";
import { EditProductDialog } from "./EditProductDialog";

const product = {
  __typename: "Product",
  id: "7",
  title: "Oat Stout",
  image: "/pictures/beer/oat-stout.svg",
  sku: "BEER-1",
  price: "4.50",
  category: "beer",
  version: 3,
  likes: 2,
  updatedAt: "2026-05-10T12:00:00Z",
};

function open(answers: Answers) {
  const service = fakeService(answers);
  const onClose = vi.fn();
  const shown = makeFragmentData(product, EditProductDialog_ProductFragmentDoc);
  const part = (
    <DraftOwnerContext value="1">
      <EditProductDialog product={shown} categories={[]} onClose={onClose} onSaved={vi.fn()} />
    </DraftOwnerContext>
  );
  renderPart(part, { link: service.link, api: "admin" });
  return { ...service, onClose };
}

const saved = () => ({ updateProduct: { __typename: "UpdateProductSuccess", product } });

const conflict = () => ({ updateProduct: { __typename: "VersionConflict", currentVersion: 5 } });

const theirs = () => ({ product: { ...product, price: "9.99", version: 5 } });

afterEach(() => notifications.clean());

describe("the dialog to edit a product", () => {
  it("sends the changes with the version that was shown", async () => {
    const { sent, onClose } = open({ UpdateProduct: saved });
    await fill(/^Title/, "Oatier Stout");
    await press("Save changes");
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent("UpdateProduct")[0]?.variables).toEqual({
      input: { id: "7", title: "Oatier Stout", expectedVersion: 3 },
    });
  });

  it("sends nothing without changes", async () => {
    const { sent, onClose } = open({});
    await press("Save changes");
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent("UpdateProduct")).toHaveLength(0);
  });

  it("shows another user's changes and can overwrite them", async () => {
    const service = open({ UpdateProduct: conflict, CurrentProduct: theirs });
    await fill(/^Title/, "Oatier Stout");
    await press("Save changes");
    expect(await dialog().findByText("Price: 9.99")).toBeTruthy();
    expect(service.onClose).not.toHaveBeenCalled();

    service.answers.UpdateProduct = saved;
    await press("Overwrite with mine");
    await waitFor(() => expect(service.onClose).toHaveBeenCalled());
    expect(service.sent("UpdateProduct")[1]?.variables).toEqual({
      input: { id: "7", title: "Oatier Stout", expectedVersion: 5 },
    });
  });

  it("can use the other user's version", async () => {
    open({ UpdateProduct: conflict, CurrentProduct: theirs });
    await fill(/^Title/, "Oatier Stout");
    await press("Save changes");
    await dialog().findByText("Price: 9.99");
    await press("Use their version");
    expect(field(/^Title/).value).toBe("Oat Stout");
    expect(field(/^Price/).value).toBe("9.99");
    expect(dialog().queryByText(/Somebody else/)).toBeNull();
  });

  it("shows when the product was deleted", async () => {
    open({ UpdateProduct: conflict, CurrentProduct: () => ({ product: null }) });
    await fill(/^Title/, "Oatier Stout");
    await press("Save changes");
    expect(await dialog().findByText("Someone else deleted this product.")).toBeTruthy();
  });

  it("restores a draft without silently overwriting later changes", async () => {
    const value = { basis: 2, values: { title: "Oatier Stout", sku: 7, nothing: "x" } };
    saveDraft("1", "catalogue/edit/7", { label: "Oat Stout", value });
    const { sent } = open({ UpdateProduct: conflict, CurrentProduct: theirs });
    expect(field(/^Title/).value).toBe("Oatier Stout");
    expect(field(/^SKU/).value).toBe("BEER-1");
    await press("Save changes");
    expect(await dialog().findByText("Price: 9.99")).toBeTruthy();
    expect(sent("UpdateProduct")[0]?.variables).toEqual({
      input: { id: "7", title: "Oatier Stout", expectedVersion: 2 },
    });
  });

  it.each(["not JSON", "null", "7", '{"label":"","value":{"values":null}}'])(
    "ignores an invalid draft: %s",
    (kept) => {
      sessionStorage.setItem("tandem-draft-1:1:catalogue/edit/7", kept);
      open({});
      expect(field(/^Title/).value).toBe("Oat Stout");
    },
  );
});
