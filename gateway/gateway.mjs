// The gateway. It serves schema/supergraph.graphql and resolves each field with the service that owns it. It forwards the
// session to the services, which check permissions.
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
/** The request headers that are forwarded to the services. */
const FORWARDED = ['authorization', 'cookie', 'user-agent'];
/** The maximum number of entity references that a service accepts in one list. */
const MAX_ENTITIES = 100;

/**
 * Creates the gateway, a request handler for node:http. It adds its open event streams to `streams` and the queries that
 * clients register to `queries`.
 */
export async function createGateway(settings, log, streams, queries) {
  const origins = originRules(settings);
  const environmentPlugin = settings.production ? useNoSuggestions() : await useExplorer(PATH);
  const gateway = createGatewayRuntime({
    supergraph: readFileSync(settings.supergraph, 'utf8'),
    transports: { http },
    transportEntries: Object.fromEntries(
      // Subscriptions are event streams. They also use POST, at the same URL.
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
    __experimental__batchDelegateOptions: { maxBatchSize: MAX_ENTITIES },
    plugins: () => [
      useRefusals(origins),
      environmentPlugin,
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

/** For operations of a WebSocket, the headers are those of the upgrade request and of `connection_init`. */
function forwardedHeaders({ headers, req }) {
  const forwarded = Object.fromEntries(FORWARDED.map((name) => [name, headers[name]]));
  // Overwrites the header of the client, which cannot be trusted.
  return { ...forwarded, 'x-forwarded-for': req?.socket.remoteAddress };
}
