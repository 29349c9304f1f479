import { Alert, Button, Group, List, Text } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { normalise, type ProductField, type ProductValues } from "./productValues";

const LABELS: Record<ProductField, string> = {
  title: "Title",
  image: "Picture",
  price: "Price",
  sku: "SKU",
  category: "Category",
  stock: "Stock",
};

interface ConflictChoiceProps {
  theirs: ProductValues;
  mine: ProductValues;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Shown if someone else has changed the product: lists the differences and asks which version to keep. */
export function ConflictChoice({ theirs, mine, onTakeTheirs, onKeepMine }: ConflictChoiceProps) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => alert.current?.focus(), []);
  const typed = normalise(mine);
  const fields = Object.keys(LABELS) as ProductField[];
  const differing = fields.filter((field) => theirs[field] !== typed[field]);
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      role="alert"
      color="honey"
      icon={<IconGitMerge aria-hidden />}
      title="Someone else changed this product"
    >
      <Text size="sm">These fields differ from your version:</Text>
      <List size="sm" my="xs">
        {differing.map((field) => (
          <List.Item key={field}>
            {LABELS[field]}: {theirs[field]}
          </List.Item>
        ))}
      </List>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onTakeTheirs}>
          Use their version
        </Button>
        <Button size="xs" onClick={onKeepMine}>
          Overwrite with mine
        </Button>
      </Group>
    </Alert>
  );
}
