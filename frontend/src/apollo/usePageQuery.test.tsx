import { type ApolloLink, gql, type TypedDocumentNode } from "@apollo/client";
import { act, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { QueryBoundary } from "../components/QueryBoundary";
import { RECOVER_MS } from "../config";
import { fakeService, unreachable } from "../testing/fakeService";
import { renderPart } from "../testing/render";
import { usePageQuery } from "./usePageQuery";

const COUNT: TypedDocumentNode<{ count: number }, Record<string, never>> = gql`
  query Count {
    count
  }
`;

function Count({ everyMs }: { everyMs: number | null }) {
  const { data, problem } = usePageQuery(COUNT, {}, () => everyMs);
  return (
    <p>
      {data.count} {problem?.title}
    </p>
  );
}

function Visit() {
  const [here, setHere] = useState(true);
  const [isLive, setLive] = useState(false);
  return (
    <>
      <button onClick={() => setLive(true)}>Stop polling</button>
      <button onClick={() => setHere(!here)}>Leave or return</button>
      {here && (
        <QueryBoundary skeleton={<p>Loading</p>}>
          <Count everyMs={isLive ? null : 1000} />
        </QueryBoundary>
      )}
    </>
  );
}

function leaveOrReturn() {
  return act(async () => screen.getByText("Leave or return").click());
}

async function show(link: ApolloLink) {
  await act(async () => {
    renderPart(<Visit />, { link });
  });
}

async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

/** React keeps showing a skeleton for a minimum time. */
const settle = () => pass(400);

describe("a part of a page with its own query", () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    vi.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("shows a skeleton until there is a response", async () => {
    const { link } = fakeService({ Count: () => undefined });
    await show(link);
    expect(screen.getByText("Loading")).toBeTruthy();
  });

  it("shows new data after polling", async () => {
    let count = 7;
    const { link } = fakeService({ Count: () => ({ count }) });
    await show(link);
    await settle();
    count = 8;
    await pass(1010);
    expect(screen.getByText("8")).toBeTruthy();
  });

  it("keeps its data and shows a notice while refetching fails", async () => {
    const service = fakeService({ Count: () => ({ count: 7 }) });
    await show(service.link);
    await settle();
    service.answers.Count = unreachable;
    await pass(1010);
    expect(screen.getByText("7 The shop is temporarily unavailable")).toBeTruthy();
    service.answers.Count = () => ({ count: 9 });
    await pass(2010);
    expect(screen.getByText("9")).toBeTruthy();
  });

  it("retries after a failure even if polling has stopped", async () => {
    const service = fakeService({ Count: () => ({ count: 7 }) });
    await show(service.link);
    await settle();
    service.answers.Count = unreachable;
    await pass(1010);
    service.answers.Count = () => ({ count: 9 });
    await act(async () => screen.getByText("Stop polling").click());
    await pass(RECOVER_MS + 10);
    expect(screen.getByText("9")).toBeTruthy();
    const count = service.sent("Count").length;
    await pass(10 * RECOVER_MS);
    expect(service.sent("Count")).toHaveLength(count);
  });

  it("shows cached data on the next visit while the service is unavailable", async () => {
    const service = fakeService({ Count: () => ({ count: 7 }) });
    await show(service.link);
    await settle();
    await leaveOrReturn();
    service.answers.Count = unreachable;
    await leaveOrReturn();
    await settle();
    expect(screen.getByText("7 The shop is temporarily unavailable")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("shows an error when the first load fails, and recovers automatically", async () => {
    const service = fakeService({ Count: unreachable });
    await show(service.link);
    await settle();
    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("The shop is temporarily unavailable");

    await pass(RECOVER_MS + 500);
    expect(screen.getByRole("alert")).toBe(alert);

    service.answers.Count = () => ({ count: 7 });
    await pass(2 * RECOVER_MS + 500);
    expect(await screen.findByText("7")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("retries when the button is clicked", async () => {
    const service = fakeService({ Count: unreachable });
    await show(service.link);
    await settle();
    service.answers.Count = () => ({ count: 7 });
    await act(async () => screen.getByRole("button", { name: "Try again" }).click());
    await settle();
    expect(await screen.findByText("7")).toBeTruthy();
  });
});
