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
    renderHook(() => usePolling(task, 1000));
    await pass(3500);
    expect(task).toHaveBeenCalledTimes(3);
  });

  it("waits longer each time that it fails, and not for ever", async () => {
    const task = vi.fn(async () => false);
    renderHook(() => usePolling(task, 4000));
    await pass(4000 + 8000 + 16_000 + 30_000 + 30_000);
    expect(task).toHaveBeenCalledTimes(5);
    task.mockResolvedValue(true);
    await pass(30_000 + 4000);
    expect(task).toHaveBeenCalledTimes(7);
  });

  it("does not wait out its pause once a service is there again, but only where it has failed", async () => {
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

  it("stops once it need not be repeated any more", async () => {
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

  it("waits for a slow run before it counts on", async () => {
    const task = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 2500)));
    renderHook(() => usePolling(task, 1000));
    await pass(4000);
    expect(task).toHaveBeenCalledTimes(1);
    await pass(600);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it("rests while the page is hidden and runs at once when it is back", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => usePolling(task, 1000));
    await turnPage(true);
    await pass(5000);
    expect(task).not.toHaveBeenCalled();
    await turnPage(false);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("runs at once when the device is online again", async () => {
    const task = vi.fn(async () => {});
    renderHook(() => usePolling(task, 60_000));
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it("ends with the component", async () => {
    const task = vi.fn(async () => {});
    const { unmount } = renderHook(() => usePolling(task, 1000));
    unmount();
    await pass(5000);
    expect(task).not.toHaveBeenCalled();
  });
});
