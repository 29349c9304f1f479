import { type ApolloClient, gql, ServerError } from "@apollo/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createClients } from "./clients";
import { createLink } from "./links";

const QUERY = gql`
  query Ping {
    ping
  }
`;
const MUTATION = gql`
  mutation Poke {
    poke
  }
`;

const fetching = vi.fn<typeof fetch>();

function answer(body: object, status = 200): Response {
  const headers = { "Content-Type": "application/json" };
  return new Response(JSON.stringify(body), { status, headers });
}

function addresses(): unknown[] {
  return fetching.mock.calls.map(([address]) => address);
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(() => null).catch((error: unknown) => error);
}

describe("the link to the services", () => {
  let clients: Record<"admin" | "main", ApolloClient>;

  beforeEach(() => {
    fetching.mockReset();
    vi.stubGlobal("fetch", fetching);
    clients = createClients(createLink({ timeoutMs: 40, retryDelayMs: 1 }));
  });

  it("sends each client's operations to its own service", async () => {
    fetching.mockImplementation(async () => answer({ data: { ping: "pong" } }));
    await clients.admin.query({ query: QUERY });
    await clients.main.query({ query: QUERY });
    expect(addresses()).toEqual(["/admin/graphql", "/main/graphql"]);
  });

  it("sends cookies along", async () => {
    fetching.mockImplementation(async () => answer({ data: { ping: "pong" } }));
    await clients.main.query({ query: QUERY });
    expect(fetching.mock.calls[0]?.[1]?.credentials).toBe("include");
  });

  it("retries a query after network and gateway failures", async () => {
    fetching
      .mockRejectedValueOnce(new TypeError("Failed to fetch"))
      .mockResolvedValueOnce(answer({}, 502))
      .mockResolvedValueOnce(answer({ data: { ping: "pong" } }));
    const { data } = await clients.main.query({ query: QUERY });
    expect(data).toEqual({ ping: "pong" });
    expect(fetching).toHaveBeenCalledTimes(3);
  });

  it("gives up after three attempts", async () => {
    fetching.mockImplementation(async () => answer({}, 503));
    expect(ServerError.is(await failureOf(clients.main.query({ query: QUERY })))).toBe(true);
    expect(fetching).toHaveBeenCalledTimes(3);
  });

  it("never retries a mutation", async () => {
    fetching.mockRejectedValue(new TypeError("Failed to fetch"));
    await failureOf(clients.main.mutate({ mutation: MUTATION }));
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it("does not retry a query that the service rejected", async () => {
    fetching.mockImplementation(async () => answer({ errors: [{ message: "No." }] }));
    await failureOf(clients.main.query({ query: QUERY }));
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  it("times out without a retry when the service does not respond", async () => {
    fetching.mockImplementation(
      (_address, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
        }),
    );
    const failure = await failureOf(clients.main.query({ query: QUERY }));
    expect(failure).toMatchObject({ name: "TimeoutError" });
    expect(fetching).toHaveBeenCalledTimes(1);
  });
});
