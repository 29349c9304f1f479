import { useEffect, useState } from "react";
import { formatAgo, formatMoment } from "./format";

const TICK_MS = 10_000;

/** How long ago a moment was; the full date is its tooltip. Moves on by itself. */
export function Ago({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAgo(at, now)}
    </time>
  );
}
