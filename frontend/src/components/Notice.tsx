import { Alert } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** A quiet word above the content: what is missing or may be out of date. Read out politely. */
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
