import { NativeSelect } from "@mantine/core";
import { ListControls } from "../../../components/ListControls";
import { ROLE_OPTIONS, toRole } from "../../../features/accounts/roles";
import { USER_SORT_OPTIONS, type UserListParams } from "../../../features/accounts/userList";

const SEARCH = { label: "Search users", placeholder: "Name or email" };

interface UserControlsProps {
  list: UserListParams;
  onChange: (part: Partial<UserListParams>) => void;
}

/** The search field, role filter and sort menu of the table. */
export function UserControls({ list, onChange }: UserControlsProps) {
  return (
    <ListControls search={SEARCH} sorts={USER_SORT_OPTIONS} list={list} onChange={onChange}>
      <NativeSelect
        label="Role"
        data={[{ value: "", label: "All roles" }, ...ROLE_OPTIONS]}
        value={list.role ?? ""}
        onChange={(event) => onChange({ role: toRole(event.currentTarget.value) })}
      />
    </ListControls>
  );
}
