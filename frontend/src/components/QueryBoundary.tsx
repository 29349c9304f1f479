import {
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useState,
  useTransition,
} from "react";
import { AttemptContext, currentAttempt, nextAttempt } from "../apollo/attempt";
import { describeProblem, type Problem } from "../apollo/problems";
import { useApi } from "../apollo/ServiceProvider";
import { usePolling } from "../apollo/usePolling";
import { RECOVER_MS } from "../config";
import { ErrorBoundary } from "./ErrorBoundary";
import { LoadError } from "./LoadError";

/** Calls `onLoaded` when its siblings have loaded: it mounts only when none of them suspends or throws. */
function NotifyOnMount({ onLoaded }: { onLoaded: () => void }) {
  useLayoutEffect(onLoaded, [onLoaded]);
  return null;
}

/** Retries with growing delays while it is mounted. It counts each retry as failed, because it unmounts on success. */
function AutoRetry({ pending, retry }: { pending: boolean; retry: () => void }) {
  usePolling(async () => {
    if (!pending) retry();
    return false;
  }, RECOVER_MS);
  return null;
}

interface QueryBoundaryProps {
  /** Shown during the first load. */
  skeleton: ReactNode;
  /** The heading level of the error message. */
  headingLevel?: 1 | 2;
  /** Shown instead of the error message. */
  errorFallback?: ReactNode;
  children: ReactNode;
}

/**
 * A part of the page that handles its own loading state and errors. After a failure it shows an error message and retries
 * automatically. The message stays mounted during retries, so that they disturb neither the focus nor screen readers.
 */
export function QueryBoundary(props: QueryBoundaryProps) {
  const { skeleton, headingLevel = 2, errorFallback, children } = props;
  const api = useApi();
  const [attempt, setAttempt] = useState(currentAttempt);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [onLoaded] = useState(() => () => setProblem(null));
  const [pending, startTransition] = useTransition();
  // When this part is opened again later, it sends a new request.
  useEffect(() => () => void nextAttempt(), []);
  const retry = () => {
    const next = nextAttempt();
    startTransition(() => setAttempt(next));
  };
  const onError = (error: unknown) => {
    // Parts of the page that are opened from now on must not find this failure in the cache.
    nextAttempt();
    setProblem(describeProblem(error, api));
  };
  return (
    <AttemptContext value={attempt}>
      {problem && (
        <>
          <AutoRetry {...{ pending, retry }} />
          {errorFallback ?? <LoadError {...{ problem, headingLevel, pending, retry }} />}
        </>
      )}
      <Suspense fallback={problem ? null : skeleton}>
        <ErrorBoundary key={attempt} fallback={null} onError={onError}>
          {children}
          <NotifyOnMount onLoaded={onLoaded} />
        </ErrorBoundary>
      </Suspense>
    </AttemptContext>
  );
}
