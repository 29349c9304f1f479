import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ListControls.module.css";
import { SearchField } from "./SearchField";

interface ListControlsProps<Sort extends string> {
  search: { label: string; placeholder: string };
  sorts: { value: Sort; label: string }[];
  list: { search: string; sort: Sort };
  onChange: (part: { search: string } | { sort: Sort }) => void;
  /** Further controls, between the search field and the sort menu. */
  children?: ReactNode;
}

/** The search field and the sort menu of a list. */
export function ListControls<Sort extends string>(props: ListControlsProps<Sort>) {
  const { search, sorts, list, onChange, children } = props;
  const choose = (text: string) => {
    const chosen = sorts.find(({ value }) => value === text);
    if (chosen) onChange({ sort: chosen.value });
  };
  return (
    <search className={classes.controls}>
      <SearchField
        {...search}
        value={list.search}
        onSearch={(text) => onChange({ search: text })}
      />
      {children}
      <NativeSelect
        label="Sort by"
        data={sorts}
        value={list.sort}
        onChange={(event) => choose(event.currentTarget.value)}
      />
    </search>
  );
}
