import { Alert } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** A notice above the content, for example about missing or outdated data. Screen readers announce it politely. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <Alert
      variant="light"
      color="honey"
      role="status"
      icon={<IconInfoCircle aria-hidden />}
      mb="md"
    >
      {children}
    </Alert>
  );
}
