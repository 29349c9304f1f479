import { Stack, Text, Title } from "@mantine/core";
import { IconBasketOff, type TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  Icon?: TablerIcon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Shows that there is no content, the reason, and an optional action. */
export function EmptyState({ Icon = IconBasketOff, title, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap="sm" py={64} px="md" ta="center">
      <Icon size={48} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw="32rem">
        {children}
      </Text>
      {action}
    </Stack>
  );
}
