import { NativeSelect } from "@mantine/core";
import { formatCategory } from "../../../components/format";
import { ListControls } from "../../../components/ListControls";
import type { ListParams } from "../../../components/useListParams";

interface CatalogueControlsProps {
  list: ListParams;
  categories: readonly string[];
  onChange: (part: Partial<ListParams>) => void;
}

/** Search, category and order of the table. */
export function CatalogueControls({ list, categories, onChange }: CatalogueControlsProps) {
  const known = categories.map((category) => ({
    value: category,
    label: formatCategory(category),
  }));
  return (
    <ListControls list={list} onChange={onChange}>
      <NativeSelect
        label="Show"
        data={[{ value: "", label: "All categories" }, ...known]}
        value={list.category ?? ""}
        onChange={(event) => onChange({ category: event.currentTarget.value || null })}
      />
    </ListControls>
  );
}
