/** Tells whoever listens that something has happened. */
export function createSignal() {
  const listeners = new Set<() => void>();
  return {
    send: () => listeners.forEach((listener) => listener()),
    /** Returns what ends the listening. */
    listen: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** A service that could not be reached is there again: what failed is tried again at once. */
export const returns = createSignal();

/** A service has refused something for want of a session or of a right: who is signed in may have changed. */
export const refusals = createSignal();
