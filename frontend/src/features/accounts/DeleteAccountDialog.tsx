import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Dialog } from "../../components/Dialog";
import { requiredError } from "./accountValues";
import { FormAlert } from "./FormAlert";
import { PasswordField } from "./PasswordField";
import { useAccountForm } from "./useAccountForm";
import { useDeleteAccount } from "./useDeleteAccount";
import { useClearSession } from "./useSignOut";

/** Asks for confirmation and the password before the account is deleted. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const deleteAccount = useDeleteAccount();
  const clearSession = useClearSession();
  const { form, message, submit } = useAccountForm({
    initial: { password: "" },
    validate: ({ password }) => ({ password: requiredError(password, "your password") }),
    send: ({ password }) => deleteAccount(password),
    onDone: () => {
      clearSession();
      notifications.show({
        title: "Account deleted",
        message: "You've been signed out on all devices.",
      });
    },
  });
  return (
    <Dialog onClose={onClose} title="Delete your account?">
      <form onSubmit={submit} noValidate aria-label="Delete account">
        <Stack gap="md">
          <Text>
            Your personal details will be permanently deleted and you'll be signed out on all
            devices. Your likes will be kept anonymously. This can't be undone.
          </Text>
          <PasswordField
            label="Password"
            description="Enter your password to confirm"
            autoComplete="current-password"
            data-autofocus
            {...form.getInputProps("password")}
          />
          <FormAlert message={message} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="berry" loading={form.submitting}>
              Delete my account
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
