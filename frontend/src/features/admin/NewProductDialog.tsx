import { notifications } from "@mantine/notifications";
import { Dialog } from "../../components/Dialog";
import { DraftNotice } from "../../components/DraftNotice";
import { useDialogGuard } from "../../components/useDialogGuard";
import { ProductForm } from "./ProductForm";
import { EMPTY_PRODUCT } from "./productValues";
import { useCreateProduct } from "./useCreateProduct";
import { useProductForm } from "./useProductForm";

interface NewProductDialogProps {
  categories: readonly string[];
  onClose: () => void;
  onSaved: () => void;
}

const DRAFT = { name: "catalogue/new", label: "" };

/** A dialog to add a product. */
export function NewProductDialog({ categories, onClose, onSaved }: NewProductDialogProps) {
  const save = useCreateProduct();
  const state = useProductForm({
    initial: EMPTY_PRODUCT,
    isNew: true,
    draft: DRAFT,
    save,
    onSaved: ({ title }) => {
      notifications.show({
        title: "Product added",
        message: `${title.trim()} is now in the catalogue.`,
      });
      onSaved();
      onClose();
    },
  });
  const guard = useDialogGuard(state.draft, onClose);
  return (
    <Dialog onClose={guard.close} closeOnEscape={!guard.isAsking} title="Add product" size="lg">
      <DraftNotice draft={state.draft} />
      {guard.question}
      <ProductForm state={state} isNew categories={categories} onCancel={guard.close} />
    </Dialog>
  );
}
