import type { ServerResponse } from "node:http";
import type { ProxyOptions } from "vite";
import type { Api } from "./src/config";

interface Route {
  path: string;
  service: Api;
  /** What is taken off the front of the address before it is passed on. */
  strip?: string;
  /** Only this address; otherwise also everything below it. */
  exact?: boolean;
}

/** Which service answers what, on the web page's own origin. Any web server in front of the app needs the same. */
export const PROXY_TABLE: readonly Route[] = [
  { path: "/admin/graphql", service: "admin", strip: "/admin" },
  { path: "/admin/graphiql-assets", service: "admin", strip: "/admin" },
  { path: "/admin/products", service: "admin" },
  { path: "/api/user", service: "admin", exact: true },
  { path: "/api/users", service: "admin" },
  { path: "/api/beers", service: "admin" },
  { path: "/api/cupcakebodies", service: "admin" },
  { path: "/users", service: "admin" },
  { path: "/products", service: "admin" },
  { path: "/main/graphql", service: "main", strip: "/main" },
  { path: "/main/graphiql-assets", service: "main", strip: "/main" },
  { path: "/api/products", service: "main" },
  { path: "/api/orders", service: "main" },
  { path: "/api/frostings", service: "main" },
  { path: "/api/frostingoptions", service: "main" },
  { path: "/api/toppings", service: "main" },
  { path: "/orders", service: "main" },
];

/** The addresses of a route, as Vite's proxy matches them: a pattern on path and query. */
export function patternOf({ path, exact }: Route): string {
  return exact ? `^${path}/?(?:\\?|$)` : `^${path}(?:[/?]|$)`;
}

/** What a client gets for a service that is away: JSON with a code, in the form of the endpoint that it asked. */
export function unavailableBody(service: Api, path: string): string {
  const message = `The ${service} service cannot be reached.`;
  const body = path.endsWith("/graphql")
    ? { errors: [{ message, extensions: { code: "SERVICE_UNAVAILABLE" } }] }
    : { detail: message };
  return JSON.stringify(body);
}

const UNAVAILABLE_HEADERS = {
  "Content-Type": "application/json",
  "Cache-Control": "no-store",
  "Retry-After": "1",
};

function isResponse(target: object): target is ServerResponse {
  return "writeHead" in target;
}

function toOptions(route: Route, target: string): ProxyOptions {
  const { strip, service, path } = route;
  return {
    target,
    ws: path.endsWith("/graphql"),
    rewrite: strip ? (address) => address.slice(strip.length) : undefined,
    configure: (proxy) => {
      proxy.on("error", (_error, _request, answer) => {
        if (!isResponse(answer) || answer.headersSent) return;
        answer.writeHead(503, UNAVAILABLE_HEADERS);
        answer.end(unavailableBody(service, path));
      });
    },
  };
}

/** The table as Vite's proxy takes it. */
export function proxyTo(targets: Record<Api, string>): Record<string, ProxyOptions> {
  return Object.fromEntries(
    PROXY_TABLE.map((route) => [patternOf(route), toOptions(route, targets[route.service])]),
  );
}
