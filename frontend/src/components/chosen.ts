/** Something that was chosen for a product, as a line of an order keeps it. */
export interface Chosen {
  optionId: string;
  group: string;
  name: string;
  picture?: string | null;
}

/** What was chosen, group by group: "Kinds: Pale, Stout". */
export function describeChosen(chosen: readonly Chosen[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { group, name } of chosen) groups.set(group, [...(groups.get(group) ?? []), name]);
  return [...groups].map(([group, names]) => `${group}: ${names.join(", ")}`);
}

/** What to call a line, so that two of the same product can be told apart. */
export function nameOfLine(line: { title: string; configuration: readonly Chosen[] }): string {
  const names = line.configuration.map(({ name }) => name);
  return names.length === 0 ? line.title : `${line.title} (${names.join(", ")})`;
}

/** The pictures of what was chosen, the lowest first. */
export function layersOf(chosen: readonly Chosen[]): string[] {
  return chosen.flatMap(({ picture }) => picture ?? []);
}

/** The page of a product with these of its options chosen. */
export function productAddress(productId: string, optionIds: readonly string[]): string {
  const options = optionIds.length > 0 ? `?options=${optionIds.join(",")}` : "";
  return `/shop/${productId}${options}`;
}
