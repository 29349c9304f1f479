/** How many lines of the basket cannot be ordered, in words; null for none. */
export function describeBlocked(count: number): string | null {
  if (count === 0) return null;
  return count === 1
    ? "One line of your basket cannot be ordered. Change or remove it first: it is marked."
    : `${count} lines of your basket cannot be ordered. Change or remove them first: they are marked.`;
}
