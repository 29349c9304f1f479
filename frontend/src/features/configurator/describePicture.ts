interface Group {
  name: string;
  options: readonly { name: string; state: string }[];
}

/** The alt text of the picture: all selected options, including those without a picture. */
export function describePicture(title: string, groups: readonly Group[]): string {
  const parts = groups.flatMap(({ name, options }) => {
    const chosen = options.filter(({ state }) => state === "CHOSEN").map((option) => option.name);
    return chosen.length > 0 ? `${name}: ${chosen.join(", ")}` : [];
  });
  return parts.length > 0 ? `${title}. ${parts.join(". ")}.` : `${title}. No options selected.`;
}
