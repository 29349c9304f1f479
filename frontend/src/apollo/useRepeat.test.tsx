import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useRepeat } from "./useRepeat";

let hidden = false;

async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

async function turnPage(nowHidden: boolean) {
  hidden = nowHidden;
  document.dispatchEvent(new Event("visibilitychange"));
  await pass(0);
}

describe("a repeated task", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    hidden = false;
    vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs at the given pace", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => useRepeat(task, 1000));
    await pass(3500);
    expect(task).toHaveBeenCalledTimes(3);
  });

  it("waits for a slow run before it counts on", async () => {
    const task = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 2500)));
    renderHook(() => useRepeat(task, 1000));
    await pass(4000);
    expect(task).toHaveBeenCalledTimes(1);
    await pass(600);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("rests while the page is hidden and runs at once when it is back", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => useRepeat(task, 1000));
    await turnPage(true);
    await pass(5000);
    expect(task).not.toHaveBeenCalled();
    await turnPage(false);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("runs at once when the device is online again", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => useRepeat(task, 60_000));
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("ends with the component", async () => {
    const task = vi.fn(async () => {});
    const { unmount } = renderHook(() => useRepeat(task, 1000));
    unmount();
    await pass(5000);
    expect(task).not.toHaveBeenCalled();
  });
});
