import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertCircle } from "@tabler/icons-react";
import { Dialog } from "../../components/Dialog";
import { DraftNotice } from "../../components/DraftNotice";
import { useDialogGuard } from "../../components/useDialogGuard";
import { type FragmentType, graphql, readFragment } from "../../gql/admin";
import type { StockValues } from "./stockValues";
import { useAdjustStock } from "./useAdjustStock";
import { useStockForm } from "./useStockForm";

const productFragment = graphql(`
  fragment AdjustStockDialog_product on Product {
    id
    title
    stock
    reservedStock
  }
`);

const KINDS = [
  { value: "change", label: "Add or remove" },
  { value: "quantity", label: "Set to" },
];

interface AdjustStockDialogProps {
  product: FragmentType<typeof productFragment>;
  onClose: () => void;
  onSaved: () => void;
}

/** Changes the stock of a product. The stock history records the user and the reason. */
export function AdjustStockDialog({ product: masked, onClose, onSaved }: AdjustStockDialogProps) {
  const { id, title, stock, reservedStock } = readFragment(productFragment, masked);
  const adjust = useAdjustStock();
  const { form, message, submit, draft } = useStockForm({
    draft: { name: `catalogue/stock/${id}`, label: title },
    save: (values: StockValues) => adjust(id, values),
    onSaved: () => {
      notifications.show({
        title: "Stock updated",
        message: `The stock of ${title} has been updated.`,
      });
      onSaved();
      onClose();
    },
  });
  const guard = useDialogGuard(draft, onClose);
  return (
    <Dialog onClose={guard.close} closeOnEscape={!guard.isAsking} title={`Adjust stock: ${title}`}>
      <DraftNotice draft={draft} />
      {guard.question}
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text>
            {stock} available, {reservedStock} reserved for orders.
          </Text>
          <Group grow align="flex-start">
            <NativeSelect label="Adjustment" data={KINDS} {...form.getInputProps("kind")} />
            <TextInput
              label="Units"
              required
              data-autofocus
              autoComplete="off"
              placeholder={form.values.kind === "change" ? "12 or -3" : "0"}
              {...form.getInputProps("units")}
            />
          </Group>
          <TextInput label="Reason (kept in the stock history)" {...form.getInputProps("note")} />
          {message && (
            <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />}>
              {message}
            </Alert>
          )}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={guard.close}>
              Cancel
            </Button>
            <Button type="submit" loading={form.submitting}>
              Update stock
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
