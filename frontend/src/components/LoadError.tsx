import { Button, Stack, Text, Title } from "@mantine/core";
import { IconCloudOff, IconRefresh } from "@tabler/icons-react";
import type { Problem } from "../apollo/problems";
import classes from "./LoadError.module.css";

interface LoadErrorProps {
  problem: Problem;
  headingLevel: 1 | 2;
  pending: boolean;
  retry: () => void;
}

/** Replaces content that failed to load. Shows the error, whether it is retried automatically, and a retry button. */
export function LoadError({ problem, headingLevel, pending, retry }: LoadErrorProps) {
  const icon = <IconRefresh size={18} aria-hidden className={pending ? classes.busy : undefined} />;
  return (
    <Stack align="center" gap="sm" py={48} px="md" ta="center" role="alert">
      <IconCloudOff size={48} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={headingLevel} size="h2">
        {problem.title}
      </Title>
      <Text c="dimmed" maw="32rem">
        {problem.message} {problem.isTemporary && "We'll keep trying automatically."}
      </Text>
      <Button
        variant="light"
        leftSection={icon}
        onClick={problem.isOutdated ? () => window.location.reload() : retry}
      >
        {problem.isOutdated ? "Reload" : "Try again"}
      </Button>
    </Stack>
  );
}
