import { memo } from "react";
import { ProductRow } from "../../../features/admin/ProductRow";
import { type FragmentType, graphql, readFragment } from "../../../gql/admin";
import type { OpenDialog } from "./CatalogueDialog";

export const rowFragment = graphql(`
  fragment CatalogueRow_product on Product {
    id
    title
    ...ProductRow_product
    ...EditProductDialog_product
    ...AdjustStockDialog_product
  }
`);

interface CatalogueRowProps {
  product: FragmentType<typeof rowFragment>;
  onOpen: (dialog: OpenDialog) => void;
}

/** A row of the table. It is rendered again only when its product changes. */
export const CatalogueRow = memo(function CatalogueRow({ product, onOpen }: CatalogueRowProps) {
  const row = readFragment(rowFragment, product);
  return (
    <ProductRow
      product={row}
      onAdjust={() => onOpen({ kind: "stock", product: row })}
      onEdit={() => onOpen({ kind: "edit", product: row })}
      onDelete={() => onOpen({ kind: "delete", product: row })}
    />
  );
});
