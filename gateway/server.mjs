// Serves the gateway over HTTP and WebSocket until SIGTERM or SIGINT: node gateway/server.mjs
import { createServer } from 'node:http';

// First: what is wrong with a setting ends it here, before anything else is loaded.
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
/** As many as a service runs on one socket: each is a stream of its own between the gateway and a service. */
const MAX_OPERATIONS = 50;

const log = createLog(settings.logLevel);
const streams = new Set();
const queries = createPersistedQueries(settings.persistedQueries);
const origins = originRules(settings);
const gateway = await createGateway(settings, log, streams, queries);
const server = createServer(gateway);
const sockets = new WebSocketServer({ server, path: PATH, maxPayload: MAX_MESSAGE_BYTES, verifyClient: isAllowed });
useServer(withinLimits(withPersistedQueries(queries, getGraphQLWSOptions(gateway, contextOf))), sockets);

// The library would dispose of itself at once, and with it of the requests that are still being answered.
for (const signal of ['SIGTERM', 'SIGINT']) process.removeAllListeners(signal).once(signal, stop);
server.listen(settings.port, settings.host, () =>
  log.info({ host: settings.host, port: settings.port }, 'listening'),
);

/** Whether a page may open a WebSocket. One of another origin does so without the cookies of whoever looks at it. */
function isAllowed({ req }) {
  const header = (name) => req.headers[name];
  if (!isSameOrigin(header, req.headers.host)) delete req.headers.cookie;
  return origins.mayConnect(header, req.headers.host);
}

function withinLimits({ onSubscribe, ...options }) {
  const message = `Too many operations on one connection: at most ${MAX_OPERATIONS} run at a time. Complete one first.`;
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

/** Answer what has been asked, cut off what has no end, so that its clients come back elsewhere, and end. */
async function stop(signal) {
  log.info({ signal }, 'stopping');
  const closed = new Promise((resolve) => server.close(resolve));
  // Connections are kept alive for the next request, which is not to come.
  setInterval(() => server.closeIdleConnections(), 100);
  for (const answer of streams) answer.destroy();
  for (const socket of sockets.clients) socket.close(SERVICE_RESTART, 'The gateway is stopping.');
  setTimeout(() => server.closeAllConnections(), settings.shutdownSeconds * 1000).unref();
  await closed;
  process.exit(0);
}
