import { Button, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";

interface PagerProps {
  /** Null where there is no page in that direction. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

/** Goes through a list page by page. A button that leads nowhere stays, so that the focus has a place. */
export function Pager({ onPrevious, onNext }: PagerProps) {
  if (!onPrevious && !onNext) return null;
  return (
    <Group component="nav" justify="center" mt="lg" aria-label="Pages">
      <Button
        variant="default"
        leftSection={<IconChevronLeft size={18} aria-hidden />}
        aria-disabled={!onPrevious}
        data-disabled={!onPrevious || undefined}
        onClick={onPrevious ?? undefined}
      >
        Previous
      </Button>
      <Button
        variant="default"
        rightSection={<IconChevronRight size={18} aria-hidden />}
        aria-disabled={!onNext}
        data-disabled={!onNext || undefined}
        onClick={onNext ?? undefined}
      >
        Next
      </Button>
    </Group>
  );
}
