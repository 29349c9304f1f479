import type { ApolloLink } from "@apollo/client";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { type Clients, createClients } from "./clients";
import { createLink } from "./links";
import { ClientsProvider } from "./ServiceProvider";
import { announceToOtherTabs, listenToOtherTabs } from "./tabs";

/** Writes known data into the empty caches of a new session. */
type Prepare = (clients: Clients) => void;

interface SessionControl {
  /** Starts a new session in this tab and the other tabs, after the user has signed in or out in this tab. */
  change: (prepare?: Prepare) => void;
  /** Starts a new session in this tab only, after the session turned out to be a different one. */
  renew: (prepare?: Prepare) => void;
}

const SessionContext = createContext<SessionControl | null>(null);

/** Creates the clients of a session. `ending` closes its connections, which belong to the user who opened them. */
function createSession(number: number, link?: ApolloLink) {
  const ending = new AbortController();
  return {
    number,
    ending,
    clients: createClients(link ?? createLink({ ended: ending.signal })),
  };
}

/**
 * The session of its children. A new session remounts them with empty caches, so no data of another user remains: neither
 * cached data nor responses that are still pending.
 */
export function SessionProvider({ link, children }: { link?: ApolloLink; children: ReactNode }) {
  const [session, setSession] = useState(() => createSession(0, link));
  const { number, clients, ending } = session;

  const control = useMemo(() => {
    const renew = (prepare?: Prepare) => {
      const next = createSession(number + 1, link);
      prepare?.(next.clients);
      // Ignores calls that belong to an earlier session.
      setSession((current) => (current.number === number ? next : current));
      ending.abort();
    };
    const change = (prepare?: Prepare) => {
      renew(prepare);
      announceToOtherTabs();
    };
    return { change, renew };
  }, [number, ending, link]);

  useEffect(() => listenToOtherTabs(() => control.renew()), [control]);

  return (
    <SessionContext value={control}>
      <ClientsProvider key={number} clients={clients}>
        {children}
      </ClientsProvider>
    </SessionContext>
  );
}

/** Functions that start a new session. */
export function useSessionControl(): SessionControl {
  const control = use(SessionContext);
  if (!control) throw new Error("useSessionControl requires a SessionProvider.");
  return control;
}
