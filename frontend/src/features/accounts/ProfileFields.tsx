import { SimpleGrid, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ProfileValues } from "./accountValues";

interface ProfileFieldsProps {
  getInputProps: UseFormReturnType<ProfileValues>["getInputProps"];
}

/** The profile fields of the registration form and the profile form. */
export function ProfileFields({ getInputProps }: ProfileFieldsProps) {
  return (
    <>
      <TextInput
        label="Username"
        description="Up to 50 letters, digits and . _ - + @"
        required
        withAsterisk={false}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...getInputProps("username")}
      />
      <TextInput
        label="Email"
        type="email"
        required
        withAsterisk={false}
        autoComplete="email"
        {...getInputProps("email")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput
          label="First name (optional)"
          autoComplete="given-name"
          {...getInputProps("firstName")}
        />
        <TextInput
          label="Last name (optional)"
          autoComplete="family-name"
          {...getInputProps("lastName")}
        />
      </SimpleGrid>
    </>
  );
}
