import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconMoon, IconSun } from "@tabler/icons-react";

/** Switches between light and dark mode. Selecting the system's mode makes the app follow the system again. */
export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const current = useComputedColorScheme("light");
  const system = useMediaQuery("(prefers-color-scheme: dark)") ? "dark" : "light";
  const next = current === "dark" ? "light" : "dark";
  const Icon = next === "dark" ? IconMoon : IconSun;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={40}
      radius="xl"
      aria-label={`Switch to ${next} mode`}
      onClick={() => setColorScheme(next === system ? "auto" : next)}
    >
      <Icon size={22} aria-hidden />
    </ActionIcon>
  );
}
