import { Button, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";

interface PagerProps {
  /** Null if there is no page in this direction. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

/** The previous and next buttons of a list. Disabled buttons stay in the page, so that the focus is not lost. */
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
