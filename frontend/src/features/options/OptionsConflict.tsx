import { Alert, Button, Group, List } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useEffect, useRef } from "react";

const MAX_SHOWN = 8;

interface OptionsConflictProps {
  differences: readonly string[];
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Shown if someone else has saved the options: lists the differences and asks which version to keep. */
export function OptionsConflict({ differences, onTakeTheirs, onKeepMine }: OptionsConflictProps) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => alert.current?.focus(), []);
  const more = differences.length - MAX_SHOWN;
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      role="alert"
      color="honey"
      icon={<IconGitMerge aria-hidden />}
      title="Someone else changed these options"
    >
      <List size="sm" my="xs">
        {differences.slice(0, MAX_SHOWN).map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
        {more > 0 && <List.Item>And {more} more.</List.Item>}
      </List>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onTakeTheirs}>
          Use their version
        </Button>
        <Button size="xs" onClick={onKeepMine}>
          Overwrite with mine
        </Button>
      </Group>
    </Alert>
  );
}
