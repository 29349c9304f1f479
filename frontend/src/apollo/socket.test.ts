import { type ApolloLink, execute, gql, ApolloClient, InMemoryCache } from "@apollo/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLiveLink } from "./liveLink";
import { accessDenied } from "./events";
import { reconnectDelay } from "./socket";

const LIKES = gql`
  subscription Likes {
    likes
  }
`;

interface Message {
  type: string;
  id?: string;
}

/** The opened WebSockets in order. The test acts as the service. */
let opened: FakeSocket[] = [];
let endings: AbortController[] = [];

class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState = FakeSocket.CONNECTING;
  sent: Message[] = [];
  onopen: (() => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    opened.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as Message);
  }
  close(code: number) {
    this.lose(code);
  }
  lose(code: number) {
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code, reason: "" });
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  /** Accepts the connection, as the service does. */
  async accept() {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
    await pass(0);
    this.say({ type: "connection_ack" });
    await pass(0);
  }
  of(type: string) {
    return this.sent.filter((message) => message.type === type);
  }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const last = () => opened.at(-1) as FakeSocket;

/** Subscribes and accepts the connection. `received` contains the received messages. */
async function subscribe() {
  const ending = new AbortController();
  endings.push(ending);
  const link: ApolloLink = createLiveLink("main", ending.signal);
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const received: unknown[] = [];
  const running = execute(link, { query: LIKES }, { client }).subscribe({
    next: ({ data }) => received.push(data),
    error: (error) => received.push(error),
  });
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  await last().accept();
  return { ending, running, received };
}

beforeEach(() => {
  opened = [];
  endings = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  endings.forEach((ending) => ending.abort());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the WebSocket of a service", () => {
  it("delivers subscription messages", async () => {
    const { received } = await subscribe();
    expect(last().url).toMatch(/^ws.*\/main\/graphql$/);
    const [subscription] = last().of("subscribe");
    last().say({ type: "next", id: subscription?.id, payload: { data: { likes: 3 } } });
    expect(received).toEqual([{ likes: 3 }]);
  });

  it("is closed shortly after the last subscription ends", async () => {
    const { running } = await subscribe();
    running.unsubscribe();
    await pass(1_000);
    expect(last().readyState).toBe(FakeSocket.OPEN);
    await pass(2_000);
    expect(last().readyState).toBe(FakeSocket.CLOSED);
    await pass(120_000);
    expect(opened).toHaveLength(1);
  });

  it.each([1006, 1012, 4403])(
    "reconnects and subscribes again after a connection loss (%i)",
    async (code) => {
      const { received } = await subscribe();
      last().lose(code);
      await pass(1_500);
      expect(opened).toHaveLength(2);
      await last().accept();
      expect(last().of("subscribe")).toHaveLength(1);
      expect(received).toEqual([]);
    },
  );

  it("reconnects without limit and with growing delays", async () => {
    await subscribe();
    for (let failure = 0; failure < 40; failure += 1) {
      last().lose(1006);
      // oxlint-disable-next-line no-await-in-loop -- sequential
      await pass(30_000);
    }
    expect(opened).toHaveLength(41);
  });

  it("reconnects immediately when the device is online again", async () => {
    await subscribe();
    for (let failure = 0; failure < 10; failure += 1) {
      last().lose(1006);
      // oxlint-disable-next-line no-await-in-loop -- sequential
      await pass(30_000);
    }
    last().lose(1006);
    await pass(0);
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(opened).toHaveLength(12);
  });

  it("counts as lost when pings are not answered", async () => {
    await subscribe();
    const [first] = opened;
    await pass(12_000);
    expect(first?.of("ping")).toHaveLength(1);
    await pass(5_000 + 1_500);
    expect(opened).toHaveLength(2);
  });

  it("stays open while pings are answered", async () => {
    await subscribe();
    for (let turn = 0; turn < 10; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- sequential
      await pass(12_000);
      last().say({ type: "pong" });
    }
    expect(opened).toHaveLength(1);
  });

  it("is checked immediately when the device wakes from sleep", async () => {
    await subscribe();
    const [first] = opened;
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(5_000);
    expect(first?.of("ping")).toHaveLength(1);
    await pass(5_000 + 1_500);
    expect(opened).toHaveLength(2);
  });

  it("reports denied access when the service closes the session", async () => {
    const refused = vi.fn();
    const stop = accessDenied.subscribe(refused);
    await subscribe();
    last().lose(1006);
    await pass(1_500);
    await last().accept();
    expect(refused).not.toHaveBeenCalled();
    last().lose(4403);
    expect(refused).toHaveBeenCalledTimes(1);
    stop();
  });

  it("is closed when the session ends", async () => {
    const { ending } = await subscribe();
    ending.abort();
    await pass(0);
    expect(last().readyState).toBe(FakeSocket.CLOSED);
    await pass(120_000);
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(opened).toHaveLength(1);
  });
});

it("spreads the reconnects of different browsers", () => {
  const pauses = Array.from({ length: 200 }, () => reconnectDelay(3));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(4_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(8_000);
  expect(new Set(pauses).size).toBeGreaterThan(100);
});
