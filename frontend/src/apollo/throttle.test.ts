import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { throttle } from "./throttle";

const PAUSE_MS = 3_000;
const SPREAD_MS = 400;

let hidden = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
});
afterEach(() => {
  hidden = false;
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("a throttled task", () => {
  it("runs once for many requests", async () => {
    const task = vi.fn(async () => {});
    const { request } = throttle(task, PAUSE_MS);
    for (let call = 0; call < 50; call += 1) request();
    await pass(SPREAD_MS);
    expect(task).toHaveBeenCalledTimes(1);
    await pass(10 * PAUSE_MS);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("waits between two runs", async () => {
    const task = vi.fn(async () => {});
    const { request } = throttle(task, PAUSE_MS);
    request();
    await pass(SPREAD_MS);
    request();
    await pass(PAUSE_MS - SPREAD_MS - 1);
    expect(task).toHaveBeenCalledTimes(1);
    await pass(2 * SPREAD_MS + 1);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("runs again after a request during a run", async () => {
    const task = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    const { request } = throttle(task, PAUSE_MS);
    request();
    await pass(SPREAD_MS);
    request();
    await pass(1_000 + PAUSE_MS + SPREAD_MS);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("waits until the page is visible", async () => {
    const task = vi.fn(async () => {});
    const { request } = throttle(task, PAUSE_MS);
    hidden = true;
    request();
    await pass(10 * PAUSE_MS);
    expect(task).not.toHaveBeenCalled();
    hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
    await pass(SPREAD_MS);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("does not run after it was stopped", async () => {
    const task = vi.fn(async () => {});
    const { request, stop } = throttle(task, PAUSE_MS);
    request();
    stop();
    await pass(PAUSE_MS);
    expect(task).not.toHaveBeenCalled();
  });
});
