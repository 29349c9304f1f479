import { type ReactNode, Suspense, useLayoutEffect, useState, useTransition } from "react";
import { AttemptContext, nextAttempt } from "../apollo/attempt";
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

function Recovery(props: {
  problem: Problem;
  headingLevel: 1 | 2;
  pending: boolean;
  retry: () => void;
}) {
  // Goes with what it tries: for as long as it is here, no try has helped.
  useRepeat(async () => {
    if (!props.pending) props.retry();
    return false;
  }, RECOVER_MS);
  return <Failure {...props} />;
}

interface QueryBoundaryProps {
  /** What is shown while the first answer is on its way. */
  skeleton: ReactNode;
  /** The level of the heading that stands in for the content when it cannot be loaded. */
  headingLevel?: 1 | 2;
  children: ReactNode;
}

/**
 * A part of the page that loads, fails and recovers by itself. After a failure it says what is missing and keeps
 * trying; what it says stays in place, so that neither focus nor a screen reader is disturbed by the tries.
 */
export function QueryBoundary({ skeleton, headingLevel = 2, children }: QueryBoundaryProps) {
  const api = useApi();
  const [attempt, setAttempt] = useState(nextAttempt);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [onArrival] = useState(() => () => setProblem(null));
  const [pending, startTransition] = useTransition();
  const retry = () => startTransition(() => setAttempt(nextAttempt));
  return (
    <AttemptContext value={attempt}>
      {problem && <Recovery {...{ problem, headingLevel, pending, retry }} />}
      <Suspense fallback={problem ? null : skeleton}>
        <ErrorBoundary
          key={attempt}
          fallback={null}
          onError={(error) => setProblem(describeProblem(error, api))}
        >
          {children}
          <Arrived onArrival={onArrival} />
        </ErrorBoundary>
      </Suspense>
    </AttemptContext>
  );
}
