import type { ComponentProps } from "react";
import { AdjustStockDialog } from "../../../features/admin/AdjustStockDialog";
import { DeleteProductDialog } from "../../../features/admin/DeleteProductDialog";
import { EditProductDialog } from "../../../features/admin/EditProductDialog";
import { NewProductDialog } from "../../../features/admin/NewProductDialog";

type Product = ComponentProps<typeof EditProductDialog>["product"] &
  ComponentProps<typeof AdjustStockDialog>["product"] &
  ComponentProps<typeof DeleteProductDialog>["product"];

/** The open dialog and its product. */
export type OpenDialog = { kind: "new" } | { kind: "edit" | "delete" | "stock"; product: Product };

interface CatalogueDialogProps {
  open: OpenDialog | null;
  categories: readonly string[];
  onClose: () => void;
  /** Refetches the list. */
  onDone: () => Promise<void>;
}

export function CatalogueDialog({ open, categories, onClose, onDone }: CatalogueDialogProps) {
  switch (open?.kind) {
    case "new":
      return <NewProductDialog categories={categories} onClose={onClose} onSaved={onDone} />;
    case "edit":
      return (
        <EditProductDialog
          product={open.product}
          categories={categories}
          onClose={onClose}
          onSaved={onDone}
        />
      );
    case "stock":
      return <AdjustStockDialog product={open.product} onClose={onClose} onSaved={onDone} />;
    case "delete":
      return <DeleteProductDialog product={open.product} onClose={onClose} onDeleted={onDone} />;
    default:
      return null;
  }
}
