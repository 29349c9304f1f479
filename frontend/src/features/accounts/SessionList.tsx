import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./SessionItem.module.css";

/** The signed-in user's sessions, one `SessionItem` each. */
export function SessionList({ children }: { children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label="Devices">
      {children}
    </ul>
  );
}

/** The sessions before they are there. */
export function SessionListSkeleton() {
  return (
    <Stack gap="sm" maw="44rem" role="status" aria-label="Loading devices">
      {Array.from({ length: 3 }, (_, index) => (
        <Skeleton key={index} height={78} radius="lg" />
      ))}
    </Stack>
  );
}
