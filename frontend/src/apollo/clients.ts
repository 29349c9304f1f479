import { ApolloClient, ApolloLink, InMemoryCache } from "@apollo/client";
import type { Api } from "../config";
import adminTypes from "../gql/admin/possibleTypes";
import mainTypes from "../gql/main/possibleTypes";
import { bufferSubscriptions } from "./bufferSubscriptions";
import { reportAccessDenied } from "./links";
import { TYPE_POLICIES } from "./policies";
import { trackServiceStatus } from "./serviceStatus";

const POSSIBLE_TYPES = { admin: adminTypes.possibleTypes, main: mainTypes.possibleTypes };

export type Clients = Record<Api, ApolloClient>;

/**
 * Creates one client for each service. They share the link to the network, but not the cache.
 *
 * Both schemas contain `products`, `product(id)`, `syncStatus` and a `Product` type with the same ids. Their data differs
 * until the services have synchronised. A shared cache would store both under the same keys, and the shop would show
 * data that only `admin_service` has. Each client sets `api` in the context of its operations, and the shared link
 * chooses the endpoint by it.
 */
export function createClients(link: ApolloLink): Clients {
  const sharedLink = ApolloLink.from([
    reportAccessDenied(),
    bufferSubscriptions(),
    trackServiceStatus(),
    link,
  ]);
  const client = (api: Api) =>
    new ApolloClient({
      link: sharedLink,
      cache: new InMemoryCache({
        typePolicies: TYPE_POLICIES[api],
        possibleTypes: POSSIBLE_TYPES[api],
      }),
      defaultContext: { api },
    });
  return { admin: client("admin"), main: client("main") };
}
