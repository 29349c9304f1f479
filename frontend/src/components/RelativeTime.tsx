import { formatAgo, formatMoment } from "./format";
import { useNow } from "./useNow";

/** The time since `at`, updated regularly. The full date is the tooltip. */
export function RelativeTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAgo(at, useNow())}
    </time>
  );
}
