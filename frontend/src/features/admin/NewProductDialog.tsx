import { notifications } from "@mantine/notifications";
import { Dialog } from "../../components/Dialog";
import { ProductForm } from "./ProductForm";
import { EMPTY_PRODUCT } from "./productValues";
import { useCreateProduct } from "./useCreateProduct";
import { useProductForm } from "./useProductForm";

interface NewProductDialogProps {
  categories: readonly string[];
  onClose: () => void;
  onSaved: () => void;
}

/** Creates a product. */
export function NewProductDialog({ categories, onClose, onSaved }: NewProductDialogProps) {
  const save = useCreateProduct();
  const state = useProductForm({
    initial: EMPTY_PRODUCT,
    isNew: true,
    save,
    onSaved: ({ title }) => {
      notifications.show({ title: "Created", message: `${title.trim()} is in the catalogue.` });
      onSaved();
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title="New product" size="lg">
      <ProductForm state={state} isNew categories={categories} onCancel={onClose} />
    </Dialog>
  );
}
