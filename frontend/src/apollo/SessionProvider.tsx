import type { ApolloLink } from "@apollo/client";
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { type Clients, createClients } from "./clients";
import { createLink } from "./links";
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

/** A session's own clients, and what ends their connections: those know only who was signed in when they were opened. */
function begin(number: number, link?: ApolloLink) {
  const ending = new AbortController();
  return {
    number,
    ending,
    clients: createClients(link ?? createLink({ ended: ending.signal })),
  };
}

/**
 * All that is below belongs to one session. When another one begins it is built anew on empty caches, so that nothing
 * remains of another user: neither what has been loaded, nor answers that are still on their way.
 */
export function SessionProvider({ link, children }: { link?: ApolloLink; children: ReactNode }) {
  const [session, setSession] = useState(() => begin(0, link));
  const { number, clients, ending } = session;

  const control = useMemo(() => {
    const renew = (prepare?: Prepare) => {
      const next = begin(number + 1, link);
      prepare?.(next.clients);
      // What belongs to an earlier session has no say in this one.
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

/** What to call when somebody signs in or out. */
export function useSessionControl(): SessionControl {
  const control = use(SessionContext);
  if (!control) throw new Error("There is no SessionProvider above.");
  return control;
}
