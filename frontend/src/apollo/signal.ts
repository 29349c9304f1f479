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

/** A service has refused something for want of a session or of a right: who is signed in may have changed. */
export const refusals = createSignal();
