import type { ApolloLink } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient, type EventClosedListener } from "graphql-ws";
import { type Api, ENDPOINTS } from "../config";
import { onPossibleReconnect } from "./reconnect";

const PING_MS = 12_000;
const RESPONSE_MS = 5_000;
/** Keeps the connection open between two pages, so that both use the same one. */
const IDLE_MS = 2_000;
const MAX_DELAY_MS = 30_000;

interface SocketEvents {
  /** Called when the connection is open. All subscriptions then receive their first message again. */
  onOpen: () => void;
  onLost: EventClosedListener;
}

/** The delay before the next connection attempt: exponential backoff with jitter, so browsers do not reconnect at once. */
export function reconnectDelay(failures: number): number {
  const delay = Math.min(MAX_DELAY_MS, 1_000 * 2 ** failures);
  return delay * (0.5 + Math.random() / 2);
}

/** A delay that can be ended early. */
function createDelay() {
  let end: (() => void) | null = null;
  return {
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => end?.(),
  };
}

/**
 * A WebSocket to a service. It is open while there are subscriptions, until `ended` aborts. A lost connection is retried
 * without limit. A connection without a response to a ping counts as lost.
 */
export function createSocket(api: Api, ended: AbortSignal, events: SocketEvents): ApolloLink {
  const delay = createDelay();
  let socket: WebSocket | null = null;
  let responseTimer: ReturnType<typeof setTimeout> | undefined;

  const expectResponse = () => {
    clearTimeout(responseTimer);
    responseTimer = setTimeout(() => client.terminate(), RESPONSE_MS);
  };
  const client = createClient({
    url: () => new URL(ENDPOINTS[api], location.href).href.replace(/^http/, "ws"),
    lazyCloseTimeout: IDLE_MS,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: RESPONSE_MS,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (failures) => delay.wait(reconnectDelay(failures)),
    on: {
      connected: (connected) => {
        socket = connected as WebSocket;
        events.onOpen();
      },
      ping: (received) => {
        if (!received) expectResponse();
      },
      pong: (received) => {
        if (received) clearTimeout(responseTimer);
      },
      closed: (event) => {
        socket = null;
        clearTimeout(responseTimer);
        events.onLost(event);
      },
    },
  });

  const unsubscribe = onPossibleReconnect(() => {
    delay.end();
    if (!socket) return;
    // The connection may be dead without a close event.
    socket.send('{"type":"ping"}');
    expectResponse();
  });
  ended.addEventListener("abort", () => {
    unsubscribe();
    delay.end();
    // Also disposes of a connection that is still being opened or cannot be opened.
    Promise.resolve(client.dispose()).catch(() => {});
  });
  return new GraphQLWsLink(client);
}
