import { ApolloLink, gql, InMemoryCache, ApolloClient } from "@apollo/client";
import { Subject } from "rxjs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { bufferSubscriptions } from "./bufferSubscriptions";

const LIKE = gql`
  mutation Like {
    like
  }
`;
const LIKES = gql`
  subscription Likes {
    likes
  }
`;

/** A client with messages and mutation responses that the test sends. `received` contains the received messages. */
function open() {
  const states = new Subject<ApolloLink.Result>();
  const responses = new Subject<ApolloLink.Result>();
  const ways = new ApolloLink(({ operationType, getContext }) =>
    getContext().api === "admin" || operationType === "mutation" ? responses : states,
  );
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([bufferSubscriptions(), ways]),
  });
  const received: unknown[] = [];
  const running = client
    .subscribe({ query: LIKES })
    .subscribe(({ data }) => received.push((data as { likes: number }).likes));
  const push = (likes: number) => states.next({ data: { likes } });
  const like = (api: "admin" | "main" = "main") =>
    void client.mutate({ mutation: LIKE, context: { api } });
  const respond = () => {
    responses.next({ data: { like: true } });
    responses.complete();
  };
  return { received, running, push, like, respond };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("passes messages on when no mutation is in progress", () => {
  const { received, push } = open();
  push(3);
  push(4);
  expect(received).toEqual([3, 4]);
});

it("delays messages until shortly after a mutation has finished", async () => {
  const { received, push, like, respond } = open();
  like();
  await vi.advanceTimersByTimeAsync(0);
  push(3);
  respond();
  await vi.advanceTimersByTimeAsync(100);
  push(4);
  expect(received).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(received).toEqual([3, 4]);
  push(5);
  expect(received).toEqual([3, 4, 5]);
});

it("is not delayed by a mutation of the other service", async () => {
  const { received, push, like } = open();
  like("admin");
  await vi.advanceTimersByTimeAsync(0);
  push(3);
  expect(received).toEqual([3]);
});

it("drops delayed messages of an ended subscription", async () => {
  const { received, running, push, like, respond } = open();
  like();
  await vi.advanceTimersByTimeAsync(0);
  push(3);
  running.unsubscribe();
  respond();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(received).toEqual([]);
});
