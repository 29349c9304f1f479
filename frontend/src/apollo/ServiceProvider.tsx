import { ApolloProvider } from "@apollo/client/react";
import { createContext, type ReactNode, use } from "react";
import type { Api } from "../config";
import type { Clients } from "./clients";

const ClientsContext = createContext<Clients | null>(null);
const ApiContext = createContext<Api>("main");

/** Makes both services' clients known to the tree. */
export function ClientsProvider({ clients, children }: { clients: Clients; children: ReactNode }) {
  return <ClientsContext value={clients}>{children}</ClientsContext>;
}

/** Both services' clients, for what belongs to no part of the page in particular. */
export function useClients(): Clients {
  const clients = use(ClientsContext);
  if (!clients) throw new Error("There is no ClientsProvider above.");
  return clients;
}

/** What is inside speaks to this service: its queries, mutations, and what is said when it is away. */
export function ServiceProvider({ api, children }: { api: Api; children: ReactNode }) {
  const clients = useClients();
  return (
    <ApiContext value={api}>
      <ApolloProvider client={clients[api]}>{children}</ApolloProvider>
    </ApiContext>
  );
}

/** The service that this part of the page speaks to. */
export function useApi(): Api {
  return use(ApiContext);
}
