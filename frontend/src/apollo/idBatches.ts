/** The maximum number of ids that a service accepts for one subscription. */
const BATCH_SIZE = 100;

/** Splits ids into batches, one for each subscription. The ids are sorted, so their order does not affect the batches. */
export function toIdBatches(ids: readonly string[]): string[][] {
  const sorted = ids.toSorted();
  return Array.from({ length: Math.ceil(sorted.length / BATCH_SIZE) }, (_, index) =>
    sorted.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
}
