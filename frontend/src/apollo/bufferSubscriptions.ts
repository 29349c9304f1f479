import { ApolloLink, Observable } from "@apollo/client";
import { finalize } from "rxjs";
import type { Api } from "../config";

/** After a mutation, messages with the state from before it may still arrive for this long. */
const SETTLE_MS = 300;

/** Runs tasks immediately, or queues them while it is paused. When it resumes, it runs the queue in order. */
function createBuffer() {
  let pauses = 0;
  const queue: (() => void)[] = [];
  const resume = () => {
    pauses -= 1;
    if (pauses === 0) queue.splice(0).forEach((task) => task());
  };
  return {
    run: (task: () => void) => {
      if (pauses > 0) queue.push(task);
      else task();
    },
    /** Returns a function that resumes after `SETTLE_MS`. */
    pause: () => {
      pauses += 1;
      return () => void setTimeout(resume, SETTLE_MS);
    },
  };
}

/**
 * Delays subscription messages while a mutation of the same service is in progress, and for a moment after it. Such a
 * message may contain the state from before the mutation and would briefly revert what the page already shows.
 */
export function bufferSubscriptions(): ApolloLink {
  const buffers: Record<Api, ReturnType<typeof createBuffer>> = {
    admin: createBuffer(),
    main: createBuffer(),
  };
  return new ApolloLink((operation, forward) => {
    const buffer = buffers[operation.getContext().api ?? "main"];
    switch (operation.operationType) {
      case "mutation":
        return new Observable((observer) => {
          const resume = buffer.pause();
          return forward(operation).pipe(finalize(resume)).subscribe(observer);
        });
      case "subscription":
        return new Observable((observer) =>
          forward(operation).subscribe({
            next: (message) => buffer.run(() => observer.next(message)),
            error: (error) => buffer.run(() => observer.error(error)),
            complete: () => buffer.run(() => observer.complete()),
          }),
        );
      default:
        return forward(operation);
    }
  });
}
