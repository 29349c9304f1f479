import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { countOf } from "../../components/format";
import type { FormMessage } from "./useAccountForm";

const TICK_MS = 1000;

/** The remaining whole seconds until `moment`. */
function useSecondsUntil(moment: number): number {
  const [now, setNow] = useState(Date.now);
  const isOver = now >= moment;
  useEffect(() => {
    if (isOver) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isOver]);
  return Math.max(0, Math.ceil((moment - now) / 1000));
}

function Countdown({ until }: { until: number }) {
  const seconds = useSecondsUntil(until);
  if (seconds === 0) return "You can try again now.";
  // Screen readers announce it once, not every second.
  return <span aria-live="off">Too many attempts. Try again in {countOf(seconds, "second")}.</span>;
}

/** An error message for the whole form. Shows a countdown if the user must wait before the next attempt. */
export function FormAlert({ message }: { message: FormMessage | null }) {
  if (!message) return null;
  return (
    <Alert color="berry" role="alert" icon={<IconAlertCircle aria-hidden />}>
      {message.retryAt === null ? (
        message.text
      ) : (
        <Countdown key={message.retryAt} until={message.retryAt} />
      )}
    </Alert>
  );
}
