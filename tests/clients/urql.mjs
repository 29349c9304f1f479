// urql with its persisted exchange, and graphql-ws for subscriptions.
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { pipe, take, toPromise } from 'wonka';

import { recordingFetch } from './requests.mjs';

/** Creates a client. `getHashes` makes it send hashed queries by GET. `sent` records its requests. */
export function urql(_, url, { getHashes, sent }) {
  const socket = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  const client = new Client({
    url,
    fetch: recordingFetch(sent),
    requestPolicy: 'network-only',
    preferGetMethod: false,
    exchanges: [
      persistedExchange({
        preferGetForPersistedQueries: getHashes,
        enableForMutation: true,
        enableForSubscriptions: true,
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, ...request }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query ?? '', ...request }, sink) }),
        }),
      }),
    ],
  });
  return {
    query: async (text, variables) => dataOf(await client.query(text, variables ?? {})),
    mutate: async (text) => dataOf(await client.mutation(text, {})),
    first: async (text) => dataOf(await pipe(client.subscription(text, {}), take(1), toPromise)),
    end: () => socket.dispose(),
  };
}

function dataOf({ data, error }) {
  if (error) throw error;
  return data;
}
