import { ApolloClient, ApolloLink, InMemoryCache } from "@apollo/client";
import type { Api } from "../config";
import adminTypes from "../gql/admin/possibleTypes";
import mainTypes from "../gql/main/possibleTypes";
import { holdStates } from "./holding";
import { noticeRefusals } from "./links";
import { TYPE_POLICIES } from "./policies";
import { watchReach } from "./reach";

const POSSIBLE_TYPES = { admin: adminTypes.possibleTypes, main: mainTypes.possibleTypes };

export type Clients = Record<Api, ApolloClient>;

/**
 * One way to the network, and one cache a service.
 *
 * Both graphs answer `products`, `product(id)`, `syncStatus` and a `Product` with the same ids, and the answers differ
 * while the services catch up with each other. In one cache they would be filed under the same keys, and the
 * shop would show what only the back office has seen. So each service has a client of its own that differs in
 * its cache and in the `api` of its operations' context, by which the shared link chooses the endpoint.
 */
export function createClients(link: ApolloLink): Clients {
  const watched = ApolloLink.from([noticeRefusals(), holdStates(), watchReach(), link]);
  const client = (api: Api) =>
    new ApolloClient({
      link: watched,
      cache: new InMemoryCache({
        typePolicies: TYPE_POLICIES[api],
        possibleTypes: POSSIBLE_TYPES[api],
      }),
      defaultContext: { api },
    });
  return { admin: client("admin"), main: client("main") };
}
