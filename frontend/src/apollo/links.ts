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
import { createLiveLink } from "./live";
import { refusals } from "./signal";

declare module "@apollo/client" {
  interface DefaultContext {
    /** Which service answers the operation. Each client sets it for all of its operations. */
    api?: Api;
  }
}

const ATTEMPTS = 3;

/** `fetch` that gives up after a while, so that a service that hangs looks like one that is away. */
export function fetchWithTimeout(timeoutMs: number): typeof fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(input, { ...init, signal });
  };
}

/** Whether the service could not be reached: the network failed, or a gateway said so. */
export function isUnreachable(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode >= 502 && error.statusCode <= 504;
  return !CombinedGraphQLErrors.is(error) && !ServerParseError.is(error);
}

/** The code of the first error that a service has given, if it has. */
export function codeOf(error: unknown): string | null {
  if (!CombinedGraphQLErrors.is(error)) return null;
  const code = error.errors[0]?.extensions?.code;
  return typeof code === "string" ? code : null;
}

/** Gives the signal where a service refuses something to who is signed in, or is not. */
export function noticeRefusals(): ApolloLink {
  return new ErrorLink(({ error }) => {
    if (["UNAUTHENTICATED", "FORBIDDEN"].includes(codeOf(error) ?? "")) refusals.send();
  });
}

/**
 * Asks again where a query failed on the way. A mutation may have been carried out, so it is never repeated
 * here; a request that timed out has cost enough time already.
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
  /** Closes what subscriptions keep open. */
  ended?: AbortSignal;
}

/** The way to both services, by the endpoint that the operation's context names: HTTP, and a socket for subscriptions. */
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
