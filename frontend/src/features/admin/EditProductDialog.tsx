import { useApolloClient } from "@apollo/client/react";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { Dialog } from "../../components/Dialog";
import { DraftNotice } from "../../components/DraftNotice";
import { useDraftOwner } from "../../components/draftOwner";
import { readFormDraft } from "../../components/useDraftedForm";
import { useDialogGuard } from "../../components/useDialogGuard";
import { type FragmentType, graphql, readFragment } from "../../gql/admin";
import type { EditProductDialog_ProductFragment } from "../../gql/admin/graphql";
import { ConflictChoice } from "./ConflictChoice";
import { ProductForm } from "./ProductForm";
import { changedFields, type ProductValues } from "./productValues";
import type { SaveOutcome } from "./saveOutcome";
import { useProductForm } from "./useProductForm";
import { useUpdateProduct } from "./useUpdateProduct";

const productFragment = graphql(`
  fragment EditProductDialog_product on Product {
    id
    title
    image
    sku
    price
    category
    version
  }
`);

const CurrentProduct = graphql(`
  query CurrentProduct($id: ID!) {
    product(id: $id) {
      id
      ...EditProductDialog_product
    }
  }
`);

const GONE: SaveOutcome = {
  kind: "refused",
  errors: {},
  message: "Someone else deleted this product.",
};

interface EditProductDialogProps {
  product: FragmentType<typeof productFragment>;
  categories: readonly string[];
  onClose: () => void;
  onSaved: () => void;
}

const draftName = (id: string) => `catalogue/edit/${id}`;

function toValues(product: EditProductDialog_ProductFragment): ProductValues {
  const { title, image, sku, price, category } = product;
  return { title, image, sku, price, category, stock: "" };
}

/** Edits a product. If someone else has changed it in the meantime, asks which version to keep. */
export function EditProductDialog(props: EditProductDialogProps) {
  const { categories, onClose, onSaved } = props;
  const owner = useDraftOwner();
  const [product, setProduct] = useState(() => {
    const shown = readFragment(productFragment, props.product);
    // Input that is based on an older version must not silently overwrite later changes of other users.
    const version = readFormDraft(owner, draftName(shown.id))?.basis ?? shown.version;
    return { ...shown, version };
  });
  const [theirs, setTheirs] = useState<typeof product | null>(null);
  const client = useApolloClient();
  const update = useUpdateProduct();

  const readTheirs = async () => {
    const { data } = await client.query({
      query: CurrentProduct,
      variables: { id: product.id },
      fetchPolicy: "network-only",
    });
    return readFragment(productFragment, data?.product ?? null);
  };

  const save = async (values: ProductValues): Promise<SaveOutcome> => {
    const changes = changedFields(toValues(product), values);
    if (Object.keys(changes).length === 0) return { kind: "saved" };
    const outcome = await update(product.id, changes, (theirs ?? product).version);
    if (outcome.kind !== "conflict") return outcome;
    const current = await readTheirs();
    setTheirs(current);
    return current ? outcome : GONE;
  };

  const state = useProductForm({
    initial: toValues(product),
    isNew: false,
    draft: { name: draftName(product.id), label: product.title, basis: product.version },
    save,
    onSaved: ({ title }) => {
      notifications.show({
        title: "Product saved",
        message: `Your changes to ${title.trim()} have been saved.`,
      });
      onSaved();
      onClose();
    },
  });

  const takeTheirs = (current: typeof product) => {
    setProduct(current);
    setTheirs(null);
    state.form.setValues(toValues(current));
    state.form.clearErrors();
  };

  const guard = useDialogGuard(state.draft, onClose);
  return (
    <Dialog
      onClose={guard.close}
      closeOnEscape={!guard.isAsking}
      title={`Edit ${product.title}`}
      size="lg"
    >
      <DraftNotice draft={state.draft} />
      {guard.question}
      <ProductForm state={state} isNew={false} categories={categories} onCancel={guard.close}>
        {theirs && (
          <ConflictChoice
            theirs={toValues(theirs)}
            mine={state.form.values}
            onTakeTheirs={() => takeTheirs(theirs)}
            onKeepMine={() => state.submit()}
          />
        )}
      </ProductForm>
    </Dialog>
  );
}
