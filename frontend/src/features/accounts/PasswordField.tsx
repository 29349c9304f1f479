import { ActionIcon, TextInput, type TextInputProps } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";

interface PasswordFieldProps extends TextInputProps {
  label: string;
  autoComplete: "current-password" | "new-password";
}

/** A password field with a button that shows and hides the password. */
export function PasswordField(props: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? IconEyeOff : IconEye;
  return (
    <TextInput
      type={isShown ? "text" : "password"}
      required
      withAsterisk={false}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      rightSection={
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={`${isShown ? "Hide" : "Show"} ${props.label.toLowerCase()}`}
          onClick={() => setShown(!isShown)}
        >
          <Icon size={20} aria-hidden />
        </ActionIcon>
      }
      {...props}
    />
  );
}
