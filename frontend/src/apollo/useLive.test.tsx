import { ApolloLink, gql, Observable, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LIVE_MS, RECOVER_MS } from "../config";
import { fakeService } from "../testing/fakeService";
import { renderPart } from "../testing/render";
import { setConnected } from "./connection";
import { useIsLive } from "./useIsLive";
import { useLive } from "./useLive";

interface Data {
  product: { __typename: "Product"; id: string; likes: number };
}

const PRODUCT: TypedDocumentNode<Data, Record<string, never>> = gql`
  query TheProduct {
    product {
      id
      likes
    }
  }
`;
const LIVE: TypedDocumentNode<Data, Record<string, never>> = gql`
  subscription TheProductLive {
    product {
      id
      likes
    }
  }
`;

const state = (likes: number): Data => ({ product: { __typename: "Product", id: "7", likes } });

function Product({ skip = false }: { skip?: boolean }) {
  const { data } = useQuery(PRODUCT);
  useLive(LIVE, {}, { skip });
  return (
    <p>
      {data?.product.likes} likes, {useIsLive("main") ? "live" : "polling"}
    </p>
  );
}

/** A service with messages that the test sends. */
function liveService() {
  const { link } = fakeService({ TheProduct: () => state(1) });
  const observers: { next: (result: ApolloLink.Result) => void; complete: () => void }[] = [];
  const live = new ApolloLink(
    () =>
      new Observable((observer) => {
        observers.push(observer);
        return () => void observers.splice(observers.indexOf(observer), 1);
      }),
  );
  const push = async (result: ApolloLink.Result) => {
    observers.forEach((observer) => observer.next(result));
    await pass(10);
  };
  const split = ApolloLink.split(
    ({ operationType }) => operationType === "subscription",
    live,
    link,
  );
  return { link: split, observers, push };
}

async function show(part = <Product />) {
  const service = liveService();
  await act(async () => {
    renderPart(part, { link: service.link });
  });
  await pass(10);
  act(() => setConnected("main", true));
  return service;
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  setConnected("main", false);
  vi.useRealTimers();
});

describe("a page with a subscription", () => {
  it("shows the data of each message", async () => {
    const { push } = await show();
    expect(screen.getByText("1 likes, live")).toBeTruthy();
    await push({ data: state(2) });
    expect(screen.getByText("2 likes, live")).toBeTruthy();
  });

  it("polls while there is no connection", async () => {
    await show();
    act(() => setConnected("main", false));
    expect(screen.getByText("1 likes, polling")).toBeTruthy();
  });

  it("subscribes again with growing delays after failures, and polls meanwhile", async () => {
    const { push, observers } = await show();
    const errors = [
      { message: "The database is unavailable.", extensions: { code: "UNAVAILABLE" } },
    ];
    await push({ data: null, errors });
    expect(screen.getByText("1 likes, polling")).toBeTruthy();
    expect(observers).toHaveLength(0);
    await pass(RECOVER_MS);
    expect(observers).toHaveLength(1);
    await push({ data: null, errors });
    await pass(RECOVER_MS);
    expect(observers).toHaveLength(0);
    await pass(RECOVER_MS);
    await push({ data: state(3) });
    expect(screen.getByText("3 likes, live")).toBeTruthy();
  });

  it("polls and subscribes again if there is no first message", async () => {
    const { push, observers } = await show();
    const [stalled] = observers;
    await pass(LIVE_MS.firstMessage);
    expect(screen.getByText("1 likes, polling")).toBeTruthy();
    expect(observers).toHaveLength(0);
    await pass(RECOVER_MS);
    expect(observers).not.toContain(stalled);
    await push({ data: state(4) });
    expect(screen.getByText("4 likes, live")).toBeTruthy();
  });

  it("does not count a missing connection as a stalled subscription", async () => {
    const { observers } = await show();
    const [waiting] = observers;
    act(() => setConnected("main", false));
    await pass(10 * LIVE_MS.firstMessage);
    expect(observers).toEqual([waiting]);
  });

  it("subscribes again after a long time without messages", async () => {
    const { push, observers } = await show();
    await push({ data: state(2) });
    const [silent] = observers;
    await pass(LIVE_MS.restart);
    expect(observers).toHaveLength(1);
    expect(observers).not.toContain(silent);
    await push({ data: state(5) });
    expect(screen.getByText("5 likes, live")).toBeTruthy();
  });

  it("subscribes again immediately when the service is available again", async () => {
    const { push, observers } = await show();
    const errors = [
      { message: "The database is unavailable.", extensions: { code: "UNAVAILABLE" } },
    ];
    await push({ data: null, errors });
    expect(observers).toHaveLength(0);
    act(() => setConnected("main", true));
    expect(observers).toHaveLength(1);
  });

  it("does not retry when access is denied", async () => {
    const { push, observers } = await show();
    await push({ data: null, errors: [{ message: "No.", extensions: { code: "FORBIDDEN" } }] });
    await pass(600_000);
    expect(observers).toHaveLength(0);
    expect(screen.getByText("1 likes, polling")).toBeTruthy();
  });

  it("does not subscribe when it is skipped", async () => {
    const { observers } = await show(<Product skip />);
    expect(observers).toHaveLength(0);
  });
});
