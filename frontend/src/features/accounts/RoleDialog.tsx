import { notifications } from "@mantine/notifications";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { type Role, ROLE_NAMES } from "./roles";
import { useSetRole } from "./useSetRole";

/** What each role lets somebody do. */
const RIGHTS: Record<Role, string> = {
  CUSTOMER: "Customers see the shop and their own account. They may not open the back office.",
  STAFF: "Staff may change the catalogue and see everybody’s account.",
  ADMIN: "Administrators may do everything, and say who else may do what.",
};

interface RoleDialogProps {
  user: { id: string; name: string; isMe: boolean };
  newRole: Role;
  onClose: () => void;
}

/** Asks before an account is given another role. */
export function RoleDialog({ user, newRole, onClose }: RoleDialogProps) {
  const setRole = useSetRole();
  const confirm = async () => {
    const refusal = await setRole(user.id, newRole);
    if (refusal === null) {
      const message = `${user.name} now has the role “${ROLE_NAMES[newRole]}”.`;
      notifications.show({ title: "Role changed", message });
    }
    return refusal;
  };
  return (
    <ConfirmDialog
      title={`Give ${user.name} the role “${ROLE_NAMES[newRole]}”?`}
      action="Change role"
      onClose={onClose}
      onConfirm={confirm}
    >
      {RIGHTS[newRole]} {user.isMe && "This is your own account: you cannot take it back yourself."}
    </ConfirmDialog>
  );
}
