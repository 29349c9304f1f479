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
import { useRepeat } from "../apollo/useRepeat";
import { RECOVER_MS } from "../config";
import { ErrorBoundary } from "./ErrorBoundary";
import { Failure } from "./Failure";

/** Is only ever on the page together with its siblings: when they neither wait nor have failed. */
function Arrived({ onArrival }: { onArrival: () => void }) {
  useLayoutEffect(onArrival, [onArrival]);
  return null;
}

/** Tries again and again, for as long as it is on the page: no try has helped until it goes. */
function Recovery({ pending, retry }: { pending: boolean; retry: () => void }) {
  useRepeat(async () => {
    if (!pending) retry();
    return false;
  }, RECOVER_MS);
  return null;
}

interface QueryBoundaryProps {
  /** What is shown while the first answer is on its way. */
  skeleton: ReactNode;
  /** The level of the heading that stands in for the content when it cannot be loaded. */
  headingLevel?: 1 | 2;
  /** What is shown instead of the description of a failure. */
  standIn?: ReactNode;
  children: ReactNode;
}

/**
 * A part of the page that loads, fails and recovers by itself. After a failure it says what is missing and keeps
 * trying; what it says stays in place, so that neither focus nor a screen reader is disturbed by the tries.
 */
export function QueryBoundary(props: QueryBoundaryProps) {
  const { skeleton, headingLevel = 2, standIn, children } = props;
  const api = useApi();
  const [attempt, setAttempt] = useState(currentAttempt);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [onArrival] = useState(() => () => setProblem(null));
  const [pending, startTransition] = useTransition();
  // Who opens this part again later asks anew.
  useEffect(() => () => void nextAttempt(), []);
  const retry = () => {
    const next = nextAttempt();
    startTransition(() => setAttempt(next));
  };
  const onError = (error: unknown) => {
    // Other parts of the page that are opened from now on must not find this failure in a cache.
    nextAttempt();
    setProblem(describeProblem(error, api));
  };
  return (
    <AttemptContext value={attempt}>
      {problem && (
        <>
          <Recovery {...{ pending, retry }} />
          {standIn ?? <Failure {...{ problem, headingLevel, pending, retry }} />}
        </>
      )}
      <Suspense fallback={problem ? null : skeleton}>
        <ErrorBoundary key={attempt} fallback={null} onError={onError}>
          {children}
          <Arrived onArrival={onArrival} />
        </ErrorBoundary>
      </Suspense>
    </AttemptContext>
  );
}
