import {
  ApolloLink,
  CombinedGraphQLErrors,
  HttpLink,
  ServerError,
  ServerParseError,
} from "@apollo/client";
import { ErrorLink } from "@apollo/client/link/error";
import { RetryLink } from "@apollo/client/link/retry";
import { type Api, ENDPOINTS, REQUEST_TIMEOUT_MS } from "../config";
import { createLiveLink } from "./liveLink";
import { accessDenied } from "./events";

declare module "@apollo/client" {
  interface DefaultContext {
    /** The service of the operation. Each client sets it for all of its operations. */
    api?: Api;
  }
}

const ATTEMPTS = 3;

/** Returns a `fetch` with a timeout, so that a service that does not respond is treated as unavailable. */
export function fetchWithTimeout(timeoutMs: number): typeof fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(input, { ...init, signal });
  };
}

/** Whether the service is unavailable: the network failed, or a gateway reported it. */
export function isUnreachable(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode >= 502 && error.statusCode <= 504;
  return !CombinedGraphQLErrors.is(error) && !ServerParseError.is(error);
}

/** The code of the first GraphQL error; null if there is none. */
export function codeOf(error: unknown): string | null {
  if (!CombinedGraphQLErrors.is(error)) return null;
  const code = error.errors[0]?.extensions?.code;
  return typeof code === "string" ? code : null;
}

/** Emits `accessDenied` when a service denies a request to the current user or visitor. */
export function reportAccessDenied(): ApolloLink {
  return new ErrorLink(({ error }) => {
    if (["UNAUTHENTICATED", "FORBIDDEN"].includes(codeOf(error) ?? "")) accessDenied.emit();
  });
}

/**
 * Retries queries after network failures. Mutations are never retried here, because the service may have executed them.
 * Requests that timed out are not retried either, because the user has already waited long enough.
 */
function retryQueries(delayMs: number): ApolloLink {
  return new RetryLink({
    delay: { initial: delayMs, jitter: true },
    attempts: (attempt, operation, error) =>
      attempt < ATTEMPTS &&
      operation.operationType === "query" &&
      isUnreachable(error) &&
      error.name !== "TimeoutError",
  });
}

interface LinkOptions {
  timeoutMs?: number;
  retryDelayMs?: number;
  /** Closes the connections of subscriptions. */
  ended?: AbortSignal;
}

/** The link to both services. It uses HTTP, and a WebSocket for subscriptions. `api` in the context chooses the service. */
export function createLink({
  timeoutMs = REQUEST_TIMEOUT_MS,
  retryDelayMs = 300,
  ended = new AbortController().signal,
}: LinkOptions = {}): ApolloLink {
  const endpoint = (api: Api) => {
    const uri = ENDPOINTS[api];
    return ApolloLink.split(
      ({ operationType }) => operationType === "subscription",
      createLiveLink(api, ended),
      new HttpLink({ uri, credentials: "include", fetch: fetchWithTimeout(timeoutMs) }),
    );
  };
  return ApolloLink.from([
    retryQueries(retryDelayMs),
    ApolloLink.split(
      (operation) => operation.getContext().api === "admin",
      endpoint("admin"),
      endpoint("main"),
    ),
  ]);
}
