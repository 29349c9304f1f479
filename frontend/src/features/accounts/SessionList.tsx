import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./SessionItem.module.css";

/** The list of the user's sessions. Its children are `SessionItem`s. */
export function SessionList({ children }: { children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label="Devices">
      {children}
    </ul>
  );
}

/** The placeholder for the list while it loads. */
export function SessionListSkeleton() {
  return (
    <Stack gap="sm" maw="44rem" role="status" aria-label="Loading devices">
      {Array.from({ length: 3 }, (_, index) => (
        <Skeleton key={index} height={78} radius="lg" />
      ))}
    </Stack>
  );
}
