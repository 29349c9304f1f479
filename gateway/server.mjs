// Serves the gateway over HTTP and WebSocket until SIGTERM or SIGINT: node gateway/server.mjs
import { createServer } from 'node:http';

// Import the settings first, so that an invalid setting ends the process before other modules are loaded.
import { settings } from './settings.mjs';

import { getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

import { createGateway, PATH } from './gateway.mjs';
import { createLog } from './log.mjs';
import { isSameOrigin, originRules } from './origins.mjs';
import { createPersistedQueries, withPersistedQueries } from './persisted.mjs';

const SERVICE_RESTART = 1012;
const MAX_MESSAGE_BYTES = 65_536;
/** The same limit as in the services. Each operation is a separate stream between the gateway and a service. */
const MAX_OPERATIONS = 50;

const log = createLog(settings.logLevel);
const streams = new Set();
const queries = createPersistedQueries(settings.persistedQueries);
const origins = originRules(settings);
const gateway = await createGateway(settings, log, streams, queries);
const server = createServer(gateway);
const sockets = new WebSocketServer({ server, path: PATH, maxPayload: MAX_MESSAGE_BYTES, verifyClient: isAllowed });
useServer(withinLimits(withPersistedQueries(queries, getGraphQLWSOptions(gateway, contextOf))), sockets);

// The listeners of the library would abort requests that are still in progress.
for (const signal of ['SIGTERM', 'SIGINT']) process.removeAllListeners(signal).once(signal, stop);
server.listen(settings.port, settings.host, () =>
  log.info({ host: settings.host, port: settings.port }, 'listening'),
);

/** Whether a page may open a WebSocket. The cookies of pages of other origins are removed. */
function isAllowed({ req }) {
  const header = (name) => req.headers[name];
  if (!isSameOrigin(header, req.headers.host)) delete req.headers.cookie;
  return origins.mayConnect(header, req.headers.host);
}

function withinLimits({ onSubscribe, ...options }) {
  const message = `Too many operations on one connection: at most ${MAX_OPERATIONS} can run at a time. Complete one first.`;
  const error = new GraphQLError(message, { extensions: { code: 'OPERATION_LIMIT', limit: MAX_OPERATIONS } });
  const isFull = ({ subscriptions }) => Object.keys(subscriptions).length > MAX_OPERATIONS;
  return {
    ...options,
    onSubscribe: (context, ...rest) => (isFull(context) ? [error] : onSubscribe(context, ...rest)),
  };
}

function contextOf({ extra: { request, socket } }) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  return {
    req: request,
    socket,
    request: new Request(url, { headers: new Headers(Object.entries(request.headers)) }),
  };
}

/** Completes pending requests, closes streams and sockets, so that their clients reconnect elsewhere, and exits. */
async function stop(signal) {
  log.info({ signal }, 'stopping');
  const closed = new Promise((resolve) => server.close(resolve));
  // Close idle keep-alive connections, because they would delay the shutdown.
  setInterval(() => server.closeIdleConnections(), 100);
  for (const response of streams) response.destroy();
  for (const socket of sockets.clients) socket.close(SERVICE_RESTART, 'The gateway is stopping.');
  setTimeout(() => server.closeAllConnections(), settings.shutdownSeconds * 1000).unref();
  await closed;
  process.exit(0);
}
