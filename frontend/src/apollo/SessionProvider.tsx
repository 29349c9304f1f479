import type { ApolloLink } from "@apollo/client";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { type Clients, createClients } from "./clients";
import { ClientsProvider } from "./ServiceProvider";
import { announceToOtherTabs, listenToOtherTabs } from "./tabs";

/** Fills the caches of the session that begins with what is known of it already. */
type Prepare = (clients: Clients) => void;

interface SessionControl {
  /** Somebody has signed in or out in this tab: starts anew here and in the other tabs. */
  change: (prepare?: Prepare) => void;
  /** The session has turned out to be another one: starts anew here. */
  renew: (prepare?: Prepare) => void;
}

const SessionContext = createContext<SessionControl | null>(null);

/**
 * All that is below belongs to one session. When another one begins it is built anew on empty caches, so that nothing
 * remains of another user: neither what has been loaded, nor answers that are still on their way.
 */
export function SessionProvider({ link, children }: { link?: ApolloLink; children: ReactNode }) {
  const [session, setSession] = useState(() => ({ number: 0, clients: createClients(link) }));
  const { number, clients } = session;

  const control = useMemo(() => {
    const renew = (prepare?: Prepare) => {
      const next = { number: number + 1, clients: createClients(link) };
      prepare?.(next.clients);
      // What belongs to an earlier session has no say in this one.
      setSession((current) => (current.number === number ? next : current));
    };
    const change = (prepare?: Prepare) => {
      renew(prepare);
      announceToOtherTabs();
    };
    return { change, renew };
  }, [number, link]);

  useEffect(() => listenToOtherTabs(() => control.renew()), [control]);

  return (
    <SessionContext value={control}>
      <ClientsProvider key={number} clients={clients}>
        {children}
      </ClientsProvider>
    </SessionContext>
  );
}

/** What to call when somebody signs in or out. */
export function useSessionControl(): SessionControl {
  const control = use(SessionContext);
  if (!control) throw new Error("There is no SessionProvider above.");
  return control;
}
