/** Creates an event emitter without a payload. */
export function createEmitter() {
  const listeners = new Set<() => void>();
  return {
    emit: () => listeners.forEach((listener) => listener()),
    /** Returns a function that unsubscribes. */
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Emitted when an unavailable service responds again, so that failed requests are retried immediately. */
export const serviceRestored = createEmitter();

/** Emitted when a service denies a request because of a missing session or right: the current user may have changed. */
export const accessDenied = createEmitter();
