import type { ServerResponse } from "node:http";
import type { ProxyOptions } from "vite";
import type { Api } from "./src/config";

interface Route {
  path: string;
  service: Api;
  /** A prefix that is removed from the path before the request is forwarded. */
  strip?: string;
  /** Matches only this path. Otherwise, the route also matches all paths below it. */
  exact?: boolean;
}

/** The routes to the services on the origin of the web app. Every web server in front of the app needs the same routes. */
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

/** The pattern of a route for Vite's proxy. It matches the path and the query. */
export function patternOf({ path, exact }: Route): string {
  return exact ? `^${path}/?(?:\\?|$)` : `^${path}(?:[/?]|$)`;
}

/** The response body for an unavailable service, in the format of the endpoint. */
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

/** Converts the table into options of Vite's proxy. */
export function proxyTo(targets: Record<Api, string>): Record<string, ProxyOptions> {
  return Object.fromEntries(
    PROXY_TABLE.map((route) => [patternOf(route), toOptions(route, targets[route.service])]),
  );
}
