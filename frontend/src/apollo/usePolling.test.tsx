import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serviceRestored } from "./events";
import { usePolling } from "./usePolling";

let hidden = false;

async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

async function turnPage(nowHidden: boolean) {
  hidden = nowHidden;
  document.dispatchEvent(new Event("visibilitychange"));
  await pass(0);
}

describe("a polled task", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    hidden = false;
    vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs at the given interval", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => usePolling(task, 1000));
    await pass(3500);
    expect(task).toHaveBeenCalledTimes(3);
  });

  it("increases the delay after each failure up to a maximum", async () => {
    const task = vi.fn(async () => false);
    renderHook(() => usePolling(task, 4000));
    await pass(4000 + 8000 + 16_000 + 30_000 + 30_000);
    expect(task).toHaveBeenCalledTimes(5);
    task.mockResolvedValue(true);
    await pass(30_000 + 4000);
    expect(task).toHaveBeenCalledTimes(7);
  });

  it("runs immediately when a service is restored, but only after a failure", async () => {
    const task = vi.fn(async () => false);
    renderHook(() => usePolling(task, 4000));
    serviceRestored.emit();
    await pass(0);
    expect(task).not.toHaveBeenCalled();
    await pass(4000);
    task.mockResolvedValue(true);
    serviceRestored.emit();
    await pass(0);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("stops when the interval becomes null", async () => {
    const task = vi.fn(async () => {});
    const start: { everyMs: number | null } = { everyMs: 1000 };
    const { rerender } = renderHook(({ everyMs }) => usePolling(task, everyMs), {
      initialProps: start,
    });
    await pass(1000);
    rerender({ everyMs: null });
    await pass(5000);
    await turnPage(false);
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("starts the interval after a slow run has ended", async () => {
    const task = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 2500)));
    renderHook(() => usePolling(task, 1000));
    await pass(4000);
    expect(task).toHaveBeenCalledTimes(1);
    await pass(600);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("pauses while the page is hidden and runs immediately when it is visible again", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => usePolling(task, 1000));
    await turnPage(true);
    await pass(5000);
    expect(task).not.toHaveBeenCalled();
    await turnPage(false);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("runs immediately when the device is online again", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => usePolling(task, 60_000));
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("stops when the component unmounts", async () => {
    const task = vi.fn(async () => {});
    const { unmount } = renderHook(() => usePolling(task, 1000));
    unmount();
    await pass(5000);
    expect(task).not.toHaveBeenCalled();
  });
});
