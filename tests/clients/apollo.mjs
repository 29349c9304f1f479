// Apollo Client 3 and 4, with persisted queries over HTTP and graphql-ws for subscriptions.
import { createHash } from 'node:crypto';

import * as core4 from '@apollo/client';
import * as persisted4 from '@apollo/client/link/persisted-queries';
import * as subscriptions4 from '@apollo/client/link/subscriptions';
import core3 from 'apollo-client-3/core/core.cjs';
import persisted3 from 'apollo-client-3/link/persisted-queries/persisted-queries.cjs';
import subscriptions3 from 'apollo-client-3/link/subscriptions/subscriptions.cjs';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { recordingFetch } from './requests.mjs';

const VERSIONS = {
  apollo3: {
    ...core3,
    persisted: (options) => persisted3.createPersistedQueryLink(options),
    subscriptions: (client) => new subscriptions3.GraphQLWsLink(client),
  },
  apollo4: {
    ...core4,
    persisted: (options) => new persisted4.PersistedQueryLink(options),
    subscriptions: (client) => new subscriptions4.GraphQLWsLink(client),
  },
};

/** Creates a client of this version. `getHashes` makes it send hashed queries by GET. `sent` records its requests. */
export function apollo(version, url, { getHashes, sent }) {
  const { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql, persisted, subscriptions } = VERSIONS[version];
  const socket = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  const isSubscription = ({ query }) => query.definitions.some(({ operation }) => operation === 'subscription');
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: persisted({
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      useGETForHashedQueries: getHashes,
    }).concat(
      ApolloLink.split(
        isSubscription,
        subscriptions(socket),
        new HttpLink({ uri: url, fetch: recordingFetch(sent) }),
      ),
    ),
  });
  return {
    query: async (text, variables) =>
      (await client.query({ query: gql(text), variables, fetchPolicy: 'network-only' })).data,
    mutate: async (text) => (await client.mutate({ mutation: gql(text) })).data,
    first: (text) =>
      new Promise((resolve, reject) => {
        const subscription = client.subscribe({ query: gql(text) }).subscribe({
          next({ data }) {
            resolve(data);
            setImmediate(() => subscription.unsubscribe());
          },
          error: reject,
        });
      }),
    end() {
      client.stop();
      return socket.dispose();
    },
  };
}
