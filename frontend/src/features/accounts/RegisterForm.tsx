import { Button, Stack } from "@mantine/core";
import { VISITOR } from "../../components/draftOwner";
import { DraftNotice } from "../../components/DraftNotice";
import { passwordError, validateProfile } from "./accountValues";
import { FormAlert } from "./FormAlert";
import { PasswordField } from "./PasswordField";
import { PasswordRules } from "./PasswordRules";
import { ProfileFields } from "./ProfileFields";
import { useAccountForm } from "./useAccountForm";
import { type Registration, useRegister } from "./useRegister";

const DRAFT = {
  name: "register",
  label: "a new account",
  secret: ["password"],
  owner: VISITOR,
};
const EMPTY: Registration = { username: "", email: "", firstName: "", lastName: "", password: "" };

function validate(values: Registration) {
  const known = [values.username.trim(), values.email.trim()];
  return { ...validateProfile(values), password: passwordError(values.password, known) };
}

/** The registration form. The page handles the redirect afterwards. */
export function RegisterForm() {
  const register = useRegister();
  const { form, message, submit, draft } = useAccountForm({
    initial: EMPTY,
    validate,
    send: register,
    draft: DRAFT,
  });
  return (
    <form onSubmit={submit} noValidate aria-label="Register">
      <Stack gap="md">
        <DraftNotice draft={draft} />
        <ProfileFields getInputProps={form.getInputProps} />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          description={<PasswordRules password={form.values.password} />}
          descriptionProps={{ component: "div" }}
          {...form.getInputProps("password")}
        />
        <FormAlert message={message} />
        <Button type="submit" size="md" loading={form.submitting}>
          Create account
        </Button>
      </Stack>
    </form>
  );
}
