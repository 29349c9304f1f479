import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { describeProblem } from "../../apollo/problems";
import { Dialog } from "../../components/Dialog";
import { showProblem } from "../../components/showProblem";
import { useDeleteProduct } from "./useDeleteProduct";

interface DeleteProductDialogProps {
  product: { id: string; title: string };
  onClose: () => void;
  onDeleted: () => Promise<void>;
}

/** Asks for confirmation before a product is deleted. */
export function DeleteProductDialog({ product, onClose, onDeleted }: DeleteProductDialogProps) {
  const [busy, setBusy] = useState(false);
  const deleteProduct = useDeleteProduct();

  const confirm = async () => {
    setBusy(true);
    try {
      await deleteProduct(product.id);
      await onDeleted();
      notifications.show({
        title: "Product deleted",
        message: `${product.title} has been deleted.`,
      });
      onClose();
    } catch (error) {
      showProblem(describeProblem(error, "admin"));
      setBusy(false);
    }
  };

  return (
    <Dialog onClose={onClose} title={`Delete ${product.title}?`}>
      <Text>
        The product and its likes will also be removed from the shop. This can't be undone.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button color="berry" loading={busy} onClick={confirm}>
          Delete product
        </Button>
      </Group>
    </Dialog>
  );
}
