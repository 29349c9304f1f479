import { ApolloLink, Observable } from "@apollo/client";
import { finalize } from "rxjs";
import type { Api } from "../config";

/** For so long after a change the states of before it may still be on their way. */
const SETTLE_MS = 300;

/** Lets through what comes, but keeps it while it is shut; then all of it passes at once, in order. */
function createGate() {
  let shut = 0;
  const waiting: (() => void)[] = [];
  const open = () => {
    shut -= 1;
    if (shut === 0) waiting.splice(0).forEach((pass) => pass());
  };
  return {
    pass: (task: () => void) => {
      if (shut > 0) waiting.push(task);
      else task();
    },
    shut: () => {
      shut += 1;
      return () => void setTimeout(open, SETTLE_MS);
    },
  };
}

/**
 * Keeps back what subscriptions tell while a mutation of the same service is under way, and a moment longer: it may be
 * the state of before, which would take back what is shown already, until the next one comes.
 */
export function holdStates(): ApolloLink {
  const gates: Record<Api, ReturnType<typeof createGate>> = {
    admin: createGate(),
    main: createGate(),
  };
  return new ApolloLink((operation, forward) => {
    const gate = gates[operation.getContext().api ?? "main"];
    switch (operation.operationType) {
      case "mutation":
        return new Observable((observer) => {
          const open = gate.shut();
          return forward(operation).pipe(finalize(open)).subscribe(observer);
        });
      case "subscription":
        return new Observable((observer) =>
          forward(operation).subscribe({
            next: (state) => gate.pass(() => observer.next(state)),
            error: (error) => gate.pass(() => observer.error(error)),
            complete: () => gate.pass(() => observer.complete()),
          }),
        );
      default:
        return forward(operation);
    }
  });
}
