import { ActionIcon, Group } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";

interface MoveButtonsProps {
  /** The name of the item. */
  name: string;
  place: number;
  count: number;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** Buttons that move an item up or down or remove it. Disabled buttons stay in the page, so that the focus is not lost. */
export function MoveButtons({ name, place, count, onMove, onRemove }: MoveButtonsProps) {
  const isFirst = place === 0;
  const isLast = place === count - 1;
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon
        variant="subtle"
        size={36}
        aria-label={`Move ${name} up`}
        aria-disabled={isFirst}
        data-disabled={isFirst || undefined}
        onClick={() => !isFirst && onMove(-1)}
      >
        <IconArrowUp size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size={36}
        aria-label={`Move ${name} down`}
        aria-disabled={isLast}
        data-disabled={isLast || undefined}
        onClick={() => !isLast && onMove(1)}
      >
        <IconArrowDown size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="berry"
        size={36}
        aria-label={`Remove ${name}`}
        onClick={onRemove}
      >
        <IconTrash size={20} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
