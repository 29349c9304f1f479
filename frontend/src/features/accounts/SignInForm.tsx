import { Button, Stack, TextInput } from "@mantine/core";
import { requiredError } from "./accountValues";
import { FormAlert } from "./FormAlert";
import { PasswordField } from "./PasswordField";
import { useAccountForm } from "./useAccountForm";
import { type Credentials, useSignIn } from "./useSignIn";

function validate({ username, password }: Credentials) {
  return {
    username: requiredError(username.trim(), "your username"),
    password: requiredError(password, "your password"),
  };
}

/** The sign-in form. The page handles the redirect afterwards. */
export function SignInForm() {
  const signIn = useSignIn();
  const initial: Credentials = { username: "", password: "" };
  const { form, message, submit } = useAccountForm({ initial, validate, send: signIn });
  return (
    <form onSubmit={submit} noValidate aria-label="Sign in">
      <Stack gap="md">
        <TextInput
          label="Username"
          required
          withAsterisk={false}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps("username")}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          {...form.getInputProps("password")}
        />
        <FormAlert message={message} />
        <Button type="submit" size="md" loading={form.submitting}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
