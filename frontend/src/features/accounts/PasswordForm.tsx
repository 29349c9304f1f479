import { Button, Group, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { countOf } from "../../components/format";
import { passwordError, requiredError } from "./accountValues";
import { FormAlert } from "./FormAlert";
import { PasswordField } from "./PasswordField";
import { PasswordRules } from "./PasswordRules";
import { useAccountForm } from "./useAccountForm";
import { type Passwords, useChangePassword } from "./useChangePassword";

const EMPTY: Passwords = { currentPassword: "", newPassword: "" };

function notifyPasswordChanged(endedSessions: number) {
  const ended = `You've been signed out on ${countOf(endedSessions, "other device")}.`;
  const message = endedSessions > 0 ? ended : "Use your new password the next time you sign in.";
  notifications.show({ title: "Password changed", message });
}

/** A form to change the password of the account with this username. */
export function PasswordForm({ username }: { username: string }) {
  const changePassword = useChangePassword(notifyPasswordChanged);
  const { form, message, submit } = useAccountForm({
    initial: EMPTY,
    validate: ({ currentPassword, newPassword }) => ({
      currentPassword: requiredError(currentPassword, "your current password"),
      newPassword: passwordError(newPassword, [username]),
    }),
    send: changePassword,
    onDone: () => form.reset(),
  });
  return (
    <form onSubmit={submit} noValidate aria-label="Change password">
      <Stack gap="md">
        {/* Tells password managers which account it is. */}
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          {...form.getInputProps("currentPassword")}
        />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          description={<PasswordRules password={form.values.newPassword} />}
          descriptionProps={{ component: "div" }}
          {...form.getInputProps("newPassword")}
        />
        <FormAlert message={message} />
        <Group justify="flex-end">
          <Button type="submit" loading={form.submitting}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
