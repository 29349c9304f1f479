import { NativeSelect } from "@mantine/core";
import { formatCategory } from "../../../components/format";
import { ListControls } from "../../../components/ListControls";
import { SEARCH, SORT_OPTIONS } from "../../../components/sorting";
import { type CatalogueList, STOCK_OPTIONS, toStock } from "../../../features/admin/catalogueList";

interface CatalogueControlsProps {
  list: CatalogueList;
  categories: readonly string[];
  onChange: (part: Partial<CatalogueList>) => void;
}

/** The search field, filters and sort menu of the table. */
export function CatalogueControls({ list, categories, onChange }: CatalogueControlsProps) {
  const known = categories.map((category) => ({
    value: category,
    label: formatCategory(category),
  }));
  return (
    <ListControls search={SEARCH} sorts={SORT_OPTIONS} list={list} onChange={onChange}>
      <NativeSelect
        label="Category"
        data={[{ value: "", label: "All categories" }, ...known]}
        value={list.category ?? ""}
        onChange={(event) => onChange({ category: event.currentTarget.value || null })}
      />
      <NativeSelect
        label="Stock"
        data={STOCK_OPTIONS}
        value={list.stock}
        onChange={(event) => onChange({ stock: toStock(event.currentTarget.value) })}
      />
    </ListControls>
  );
}
