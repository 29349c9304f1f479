import { afterEach, describe, expect, it, vi } from "vitest";
import { savePendingAction, takePendingAction, type PendingAction } from "./pendingAction";

const wish: PendingAction = {
  kind: "basket",
  product: { id: "7", title: "Oat Stout" },
  options: ["3"],
};

describe("the wish of a visitor who is sent to sign in", () => {
  afterEach(() => {
    sessionStorage.clear();
    vi.useRealTimers();
  });

  it("is taken once", () => {
    savePendingAction(wish, "/shop/7?o=3");
    expect(takePendingAction("/shop/7?o=3")).toEqual(wish);
    expect(takePendingAction("/shop/7?o=3")).toBeNull();
  });

  it("is the last one", () => {
    savePendingAction(wish, "/");
    savePendingAction({ ...wish, options: [] }, "/");
    expect(takePendingAction("/")).toEqual({ ...wish, options: [] });
  });

  it("is dropped where somebody signs in on the way to another page", () => {
    savePendingAction(wish, "/shop/7");
    expect(takePendingAction("/account")).toBeNull();
    expect(takePendingAction("/shop/7")).toBeNull();
  });

  it("is dropped after an hour", () => {
    vi.useFakeTimers();
    savePendingAction(wish, "/shop/7");
    vi.advanceTimersByTime(60 * 60 * 1000);
    expect(takePendingAction("/shop/7")).toBeNull();
  });
});
