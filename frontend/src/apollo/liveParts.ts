/** As many ids as a service takes for one subscription. */
const MOST = 100;

/** The ids in parts of which each can be subscribed to. Their order does not matter, so it never changes a part. */
export function liveParts(ids: readonly string[]): string[][] {
  const sorted = ids.toSorted();
  return Array.from({ length: Math.ceil(sorted.length / MOST) }, (_, index) =>
    sorted.slice(index * MOST, (index + 1) * MOST),
  );
}
