/** A selected option of a basket or order line. */
export interface LineOption {
  optionId: string;
  group: string;
  name: string;
  picture?: string | null;
}

/** The selected options by group, such as "Kinds: Pale, Stout". */
export function describeLineOptions(chosen: readonly LineOption[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { group, name } of chosen) groups.set(group, [...(groups.get(group) ?? []), name]);
  return [...groups].map(([group, names]) => `${group}: ${names.join(", ")}`);
}

/** The name of a line, with its options to distinguish it from other lines of the same product. */
export function lineName(line: { title: string; configuration: readonly LineOption[] }): string {
  const names = line.configuration.map(({ name }) => name);
  return names.length === 0 ? line.title : `${line.title} (${names.join(", ")})`;
}

/** The pictures of the selected options, starting with the bottom layer. */
export function optionPictures(chosen: readonly LineOption[]): string[] {
  return chosen.flatMap(({ picture }) => picture ?? []);
}

/** The path of a product page with these options selected. */
export function productAddress(productId: string, optionIds: readonly string[]): string {
  const options = optionIds.length > 0 ? `?options=${optionIds.join(",")}` : "";
  return `/shop/${productId}${options}`;
}
