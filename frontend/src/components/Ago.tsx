import { formatAgo, formatMoment } from "./format";
import { useNow } from "./useNow";

/** How long ago a moment was; the full date is its tooltip. Moves on by itself. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAgo(at, useNow())}
    </time>
  );
}
