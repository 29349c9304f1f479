import { notifications } from "@mantine/notifications";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { type Role, ROLE_NAMES } from "./roles";
import { useSetRole } from "./useSetRole";

/** A description of the rights of each role. */
const RIGHTS: Record<Role, string> = {
  CUSTOMER: "Customers can use the shop and manage their own account.",
  STAFF: "Staff can edit the catalogue and view all orders and accounts.",
  ADMIN: "Administrators have full access and can change the roles of other users.",
};

interface RoleDialogProps {
  user: { id: string; name: string; isMe: boolean };
  newRole: Role;
  onClose: () => void;
}

/** Asks for confirmation before the role of a user is changed. */
export function RoleDialog({ user, newRole, onClose }: RoleDialogProps) {
  const setRole = useSetRole();
  const confirm = async () => {
    const refusal = await setRole(user.id, newRole);
    if (refusal === null) {
      const message = `${user.name} is now: ${ROLE_NAMES[newRole]}.`;
      notifications.show({ title: "Role changed", message });
    }
    return refusal;
  };
  return (
    <ConfirmDialog
      title={`Change the role of ${user.name} to ${ROLE_NAMES[newRole]}?`}
      action="Change role"
      onClose={onClose}
      onConfirm={confirm}
    >
      {RIGHTS[newRole]}{" "}
      {user.isMe && "This is your own account. You can't undo this change yourself."}
    </ConfirmDialog>
  );
}
