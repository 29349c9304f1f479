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

/** A client whose states and answers come when the test says so; `seen` is what has arrived of the states. */
function open() {
  const states = new Subject<ApolloLink.Result>();
  const answers = new Subject<ApolloLink.Result>();
  const ways = new ApolloLink(({ operationType, getContext }) =>
    getContext().api === "admin" || operationType === "mutation" ? answers : states,
  );
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([bufferSubscriptions(), ways]),
  });
  const seen: unknown[] = [];
  const running = client
    .subscribe({ query: LIKES })
    .subscribe(({ data }) => seen.push((data as { likes: number }).likes));
  const tell = (likes: number) => states.next({ data: { likes } });
  const like = (api: "admin" | "main" = "main") =>
    void client.mutate({ mutation: LIKE, context: { api } });
  const answer = () => {
    answers.next({ data: { like: true } });
    answers.complete();
  };
  return { seen, running, tell, like, answer };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("lets states through while nothing is being changed", () => {
  const { seen, tell } = open();
  tell(3);
  tell(4);
  expect(seen).toEqual([3, 4]);
});

it("keeps what may be of before a change until the change is answered and a moment has passed", async () => {
  const { seen, tell, like, answer } = open();
  like();
  await vi.advanceTimersByTimeAsync(0);
  tell(3);
  answer();
  await vi.advanceTimersByTimeAsync(100);
  tell(4);
  expect(seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(seen).toEqual([3, 4]);
  tell(5);
  expect(seen).toEqual([3, 4, 5]);
});

it("is not held up by a change of the other service", async () => {
  const { seen, tell, like } = open();
  like("admin");
  await vi.advanceTimersByTimeAsync(0);
  tell(3);
  expect(seen).toEqual([3]);
});

it("gives nothing to who has left meanwhile", async () => {
  const { seen, running, tell, like, answer } = open();
  like();
  await vi.advanceTimersByTimeAsync(0);
  tell(3);
  running.unsubscribe();
  answer();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen).toEqual([]);
});
