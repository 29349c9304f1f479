import { Alert, Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { formatCategory } from "../../components/format";
import { pictureAddress, ProductPicture } from "../../components/ProductPicture";
import { CURRENCY } from "../../config";
import classes from "./ProductForm.module.css";
import type { ProductFormState } from "./useProductForm";

interface ProductFormProps {
  state: ProductFormState;
  isNew: boolean;
  /** The existing categories, shown as suggestions. */
  categories: readonly string[];
  onCancel: () => void;
  children?: ReactNode;
}

function PicturePreview({ image }: { image: string }) {
  if (image === "" || pictureAddress(image) !== null) {
    return <ProductPicture image={image} alt={image && "Picture preview"} size={112} />;
  }
  return <p className={classes.unusable}>This isn't a valid picture address.</p>;
}

/** The form for a new or existing product. `children` are rendered between the fields and the buttons. */
export function ProductForm({ state, isNew, categories, onCancel, children }: ProductFormProps) {
  const { form, message, submit } = state;
  const categoryList = useId();
  const ifEmpty = (text: string) => (isNew ? text : undefined);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput label="Title" required data-autofocus {...form.getInputProps("title")} />
        <div className={classes.picture}>
          <div className={classes.preview}>
            <PicturePreview image={form.values.image.trim()} />
          </div>
          <TextInput
            label="Picture"
            required
            description="A path on this site or a full address, such as https://…"
            placeholder="/pictures/beer/snowed-in-porter.svg"
            {...form.getInputProps("image")}
          />
        </div>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
          <TextInput
            label="Price"
            required={!isNew}
            inputMode="decimal"
            placeholder="0.00"
            leftSection={<span className={classes.currency}>{CURRENCY}</span>}
            leftSectionWidth={52}
            {...form.getInputProps("price")}
          />
          <TextInput
            label="SKU"
            required={!isNew}
            placeholder={ifEmpty("Generated automatically")}
            {...form.getInputProps("sku")}
          />
        </SimpleGrid>
        <Group grow align="flex-start">
          <TextInput
            label="Category"
            required={!isNew}
            placeholder={ifEmpty("other")}
            list={categoryList}
            autoComplete="off"
            {...form.getInputProps("category")}
          />
          {isNew && (
            <TextInput
              label="Stock"
              inputMode="numeric"
              placeholder="0"
              {...form.getInputProps("stock")}
            />
          )}
        </Group>
        <datalist id={categoryList}>
          {categories.map((category) => (
            <option key={category} value={category}>
              {formatCategory(category)}
            </option>
          ))}
        </datalist>
        {message && (
          <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />}>
            {message}
          </Alert>
        )}
        {children}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={form.submitting}>
            {isNew ? "Save product" : "Save changes"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
