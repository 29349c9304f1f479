import { Button, Stack, Text, Title } from "@mantine/core";
import { IconCloudOff, IconRefresh } from "@tabler/icons-react";
import type { Problem } from "../apollo/problems";
import classes from "./Failure.module.css";

interface FailureProps {
  problem: Problem;
  headingLevel: 1 | 2;
  pending: boolean;
  retry: () => void;
}

/** Stands where something could not be loaded: what happened, that it is tried again, and a button to do so now. */
export function Failure({ problem, headingLevel, pending, retry }: FailureProps) {
  const icon = <IconRefresh size={18} aria-hidden className={pending ? classes.busy : undefined} />;
  return (
    <Stack align="center" gap="sm" py={48} px="md" ta="center" role="alert">
      <IconCloudOff size={48} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={headingLevel} size="h2">
        {problem.title}
      </Title>
      <Text c="dimmed" maw="32rem">
        {problem.message} {problem.passing && "We'll keep trying automatically."}
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
