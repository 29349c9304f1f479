// The gateway: schema/supergraph.graphql as one graph, every field answered by the service that has it. What a client
// may do the services decide, by the session that is handed on to them.
import { readFileSync } from 'node:fs';

import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import http from '@graphql-mesh/transport-http';

import { errorMask, useNoSuggestions, useSingleErrors } from './errors.mjs';
import { useExplorer } from './explorer.mjs';
import { useLimits } from './limits.mjs';
import { originRules } from './origins.mjs';
import { usePersistedQueries } from './persisted.mjs';
import { useRefusals } from './refusals.mjs';
import { useOpenStreams, useWholeStreams } from './streams.mjs';

export const PATH = '/graphql';
/** What the services go by: who asks, and with what. */
const FORWARDED = ['authorization', 'cookie', 'user-agent'];
/** As many references as a service takes in one list. */
const ENTITIES_IN_A_LIST = 100;

/**
 * The gateway with these settings, which handles requests of node:http. Its open event streams are in `streams`, the
 * queries that clients have registered in `queries`.
 */
export async function createGateway(settings, log, streams, queries) {
  const origins = originRules(settings);
  const openness = settings.production ? useNoSuggestions() : await useExplorer(PATH);
  const gateway = createGatewayRuntime({
    supergraph: readFileSync(settings.supergraph, 'utf8'),
    transports: { http },
    transportEntries: Object.fromEntries(
      // POST for subscriptions, too: they are asked for over the same address, as event streams.
      Object.entries(settings.urls).map(([name, url]) => [
        name,
        { location: url + PATH, options: { method: 'POST' } },
      ]),
    ),
    propagateHeaders: {
      fromClientToSubgraphs: ({ context }) => forwardedHeaders(context),
      fromSubgraphsToClient: ({ response }) => ({ 'set-cookie': response.headers.getSetCookie() }),
    },
    upstreamTimeout: ({ executionRequest }) =>
      executionRequest?.operationType === 'subscription' ? undefined : settings.upstreamSeconds * 1000,
    __experimental__batchDelegateOptions: { maxBatchSize: ENTITIES_IN_A_LIST },
    plugins: () => [
      useRefusals(origins),
      openness,
      usePersistedQueries(queries),
      useLimits(settings.limits),
      useWholeStreams(),
      useOpenStreams(streams),
      useSingleErrors(),
    ],
    maskedErrors: { maskError: errorMask(log, settings) },
    disableIntrospection: settings.production ? {} : undefined,
    graphqlEndpoint: PATH,
    healthCheckEndpoint: '/healthz',
    readinessCheckEndpoint: '/readyz',
    cors: origins.corsOptions,
    graphiql: false,
    landingPage: false,
    logging: log,
  });
  await gateway.getSchema();
  return gateway;
}

/** For a WebSocket's operations these are the headers it was opened with, and what its `connection_init` says. */
function forwardedHeaders({ headers, req }) {
  const forwarded = Object.fromEntries(FORWARDED.map((name) => [name, headers[name]]));
  // Made anew: what a client says of itself is worth nothing.
  return { ...forwarded, 'x-forwarded-for': req?.socket.remoteAddress };
}
