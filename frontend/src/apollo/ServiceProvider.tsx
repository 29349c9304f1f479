import { ApolloProvider } from "@apollo/client/react";
import { createContext, type ReactNode, use } from "react";
import type { Api } from "../config";
import type { Clients } from "./clients";

const ClientsContext = createContext<Clients | null>(null);
const ApiContext = createContext<Api>("main");

/** Provides the Apollo clients of both services. */
export function ClientsProvider({ clients, children }: { clients: Clients; children: ReactNode }) {
  return <ClientsContext value={clients}>{children}</ClientsContext>;
}

/** The Apollo clients of both services, for components outside a `ServiceProvider`. */
export function useClients(): Clients {
  const clients = use(ClientsContext);
  if (!clients) throw new Error("useClients requires a ClientsProvider.");
  return clients;
}

/** Selects the service for the queries, mutations and error messages of its children. */
export function ServiceProvider({ api, children }: { api: Api; children: ReactNode }) {
  const clients = useClients();
  return (
    <ApiContext value={api}>
      <ApolloProvider client={clients[api]}>{children}</ApolloProvider>
    </ApiContext>
  );
}

/** The service that the nearest `ServiceProvider` selects. */
export function useApi(): Api {
  return use(ApiContext);
}
