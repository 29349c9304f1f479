import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ListControls.module.css";
import { SearchField } from "./SearchField";
import { SORT_OPTIONS, toSort } from "./sorting";
import type { ListParams } from "./useListParams";

interface ListControlsProps {
  list: ListParams;
  onChange: (part: Partial<ListParams>) => void;
  /** Further controls, between search and order. */
  children?: ReactNode;
}

/** Search and order of a list of products. */
export function ListControls({ list, onChange, children }: ListControlsProps) {
  return (
    <search className={classes.controls}>
      <SearchField value={list.search} onSearch={(search) => onChange({ search })} />
      {children}
      <NativeSelect
        label="Sort by"
        data={SORT_OPTIONS}
        value={list.sort}
        onChange={(event) => onChange({ sort: toSort(event.currentTarget.value) })}
      />
    </search>
  );
}
