interface Group {
  name: string;
  options: readonly { name: string; state: string }[];
}

/** What the picture shows, in words: everything that is chosen, also what has no picture of its own. */
export function describePicture(title: string, groups: readonly Group[]): string {
  const parts = groups.flatMap(({ name, options }) => {
    const chosen = options.filter(({ state }) => state === "CHOSEN").map((option) => option.name);
    return chosen.length > 0 ? `${name}: ${chosen.join(", ")}` : [];
  });
  return parts.length > 0 ? `${title}. ${parts.join(". ")}.` : `${title}. No options selected.`;
}
