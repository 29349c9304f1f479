// @vitest-environment node
import { createHash } from "node:crypto";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createVite, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROXY_TABLE, patternOf, proxyTo } from "./proxy.ts";

function serviceOf(address: string): string | undefined {
  return PROXY_TABLE.find((route) => new RegExp(patternOf(route)).test(address))?.service;
}

/** Opens a WebSocket at this URL. Resolves to the response and to the reply to "hello". */
function upgrade(address: string): Promise<[IncomingMessage, string]> {
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    Origin: new URL(address).origin,
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "graphql-transport-ws",
  };
  return new Promise((resolve, reject) => {
    get(address, { headers })
      .on("error", reject)
      .on("upgrade", (response, socket) => {
        socket.write("hello");
        socket.once("data", (data) => {
          socket.destroy();
          resolve([response, String(data)]);
        });
      });
  });
}

describe("the proxy table", () => {
  it.each([
    ["/admin/graphql", "admin"],
    ["/admin/graphql?query=%7B__typename%7D", "admin"],
    ["/admin/graphiql-assets/graphiql.min.js", "admin"],
    ["/admin/products", "admin"],
    ["/admin/products/17/edit", "admin"],
    ["/api/user", "admin"],
    ["/api/user/", "admin"],
    ["/api/users/login", "admin"],
    ["/api/beers/", "admin"],
    ["/api/cupcakebodies/", "admin"],
    ["/users/", "admin"],
    ["/products/3", "admin"],
    ["/main/graphql", "main"],
    ["/main/graphiql-assets/graphiql.min.css", "main"],
    ["/api/products/", "main"],
    ["/api/products/3/like", "main"],
    ["/api/orders/current", "main"],
    ["/api/frostings/", "main"],
    ["/api/frostingoptions/vanillabodies", "main"],
    ["/api/toppings/cherry", "main"],
    ["/orders/1", "main"],
  ])("sends %s to %s", (address, service) => {
    expect(serviceOf(address)).toBe(service);
  });

  it.each([
    "/",
    "/shop/5",
    "/sign-in?next=/users",
    "/register",
    "/account",
    "/account/sessions",
    "/manage",
    "/manage/users",
    "/manage/sync",
    "/pictures/beer/stout.svg",
    "/static/cupcake/topping-flag.svg",
    "/assets/a.js",
  ])("does not forward %s", (address) => {
    expect(serviceOf(address)).toBeUndefined();
  });

  it.each(["/api/sessions/check", "/events", "/metrics", "/readyz"])(
    "does not expose the internal path %s",
    (address) => {
      expect(serviceOf(address)).toBeUndefined();
    },
  );
});

describe("the proxy", () => {
  let upstream: Server;
  let vite: ViteDevServer;
  let origin: string;

  beforeAll(async () => {
    upstream = createServer((request, response) => {
      if (request.headers.accept !== "text/event-stream") return response.end(request.url);
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      return response.write("event: next\ndata: {}\n\n");
    });
    upstream.on("upgrade", ({ url, headers }, socket) => {
      const accept = createHash("sha1")
        .update(`${headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest("base64");
      socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
          `Sec-WebSocket-Accept: ${accept}\r\nX-Seen: ${url} ${headers.host} ${headers.origin}\r\n\r\n`,
      );
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    const { port } = upstream.address() as AddressInfo;
    const targets = { admin: `http://127.0.0.1:${port}`, main: "http://127.0.0.1:1" };
    vite = await createVite({
      configFile: false,
      logLevel: "silent",
      server: { host: "127.0.0.1", port: 0, proxy: proxyTo(targets), watch: null },
      optimizeDeps: { noDiscovery: true },
    });
    await vite.listen();
    origin = new URL(vite.resolvedUrls?.local[0] ?? "").origin;
  });

  afterAll(async () => {
    await vite.close();
    upstream.close();
  });

  it.each([
    ["/admin/graphql?query=x", "/graphql?query=x"],
    ["/admin/graphiql-assets/a.js", "/graphiql-assets/a.js"],
    ["/admin/products/1/edit", "/admin/products/1/edit"],
  ])("forwards %s as %s", async (address, expected) => {
    expect(await (await fetch(origin + address)).text()).toBe(expected);
  });

  it("forwards a WebSocket with its host and origin", async () => {
    const [response, echo] = await upgrade(`${origin}/admin/graphql`);
    const { host } = new URL(origin);
    expect(response.statusCode).toBe(101);
    expect(response.headers["x-seen"]).toBe(`/graphql ${host} ${origin}`);
    expect(echo).toBe("hello");
  });

  it("forwards each event of a stream immediately", async () => {
    const ending = new AbortController();
    const response = await fetch(`${origin}/admin/graphql`, {
      headers: { Accept: "text/event-stream" },
      signal: ending.signal,
    });
    const { value } = (await response.body?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe("event: next\ndata: {}\n\n");
    ending.abort();
  });

  it("responds with a GraphQL error if the service of a GraphQL request is unavailable", async () => {
    const response = await fetch(`${origin}/main/graphql`, { method: "POST", body: "{}" });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: "SERVICE_UNAVAILABLE" } }],
    });
  });

  it("responds with a detail if the service of a REST request is unavailable, and continues to serve", async () => {
    const response = await fetch(`${origin}/api/products/`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ detail: "The main service cannot be reached." });
    expect((await fetch(`${origin}/admin/products`)).status).toBe(200);
  });
});
