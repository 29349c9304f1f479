import type { ApolloLink } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient, type EventClosedListener } from "graphql-ws";
import { type Api, ENDPOINTS } from "../config";
import { listenToWaking } from "./waking";

const PING_MS = 12_000;
const ANSWER_MS = 5_000;
/** Bridges the moment between two pages, so that both use one connection. */
const IDLE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

interface SocketEvents {
  /** The connection stands; whatever is subscribed to is told of anew. */
  onOpen: () => void;
  onLost: EventClosedListener;
}

/** How long to wait before trying to connect again: longer each time, and not all browsers at once. */
export function pauseAfter(failures: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** failures);
  return pause * (0.5 + Math.random() / 2);
}

/** A pause that can be cut short. */
function createPause() {
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
 * A WebSocket to a service, for as long as something is subscribed to, until `ended`. One that is lost is tried again
 * without end; one that no longer answers counts as lost.
 */
export function createSocket(api: Api, ended: AbortSignal, events: SocketEvents): ApolloLink {
  const pause = createPause();
  let socket: WebSocket | null = null;
  let overdue: ReturnType<typeof setTimeout> | undefined;

  const expectAnswer = () => {
    clearTimeout(overdue);
    overdue = setTimeout(() => client.terminate(), ANSWER_MS);
  };
  const client = createClient({
    url: () => new URL(ENDPOINTS[api], location.href).href.replace(/^http/, "ws"),
    lazyCloseTimeout: IDLE_MS,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: ANSWER_MS,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (failures) => pause.wait(pauseAfter(failures)),
    on: {
      connected: (connected) => {
        socket = connected as WebSocket;
        events.onOpen();
      },
      ping: (received) => {
        if (!received) expectAnswer();
      },
      pong: (received) => {
        if (received) clearTimeout(overdue);
      },
      closed: (event) => {
        socket = null;
        clearTimeout(overdue);
        events.onLost(event);
      },
    },
  });

  const stopListening = listenToWaking(() => {
    pause.end();
    if (!socket) return;
    // It may have died in the meantime without anybody saying so.
    socket.send('{"type":"ping"}');
    expectAnswer();
  });
  ended.addEventListener("abort", () => {
    stopListening();
    pause.end();
    // Also one that is still being opened, or that cannot be.
    Promise.resolve(client.dispose()).catch(() => {});
  });
  return new GraphQLWsLink(client);
}
