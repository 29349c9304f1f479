import { afterEach, describe, expect, it, vi } from "vitest";
import { savePendingAction, takePendingAction, type PendingAction } from "./pendingAction";

const action: PendingAction = {
  kind: "basket",
  product: { id: "7", title: "Oat Stout" },
  options: ["3"],
};

describe("the pending action of a visitor", () => {
  afterEach(() => {
    sessionStorage.clear();
    vi.useRealTimers();
  });

  it("is returned once", () => {
    savePendingAction(action, "/shop/7?o=3");
    expect(takePendingAction("/shop/7?o=3")).toEqual(action);
    expect(takePendingAction("/shop/7?o=3")).toBeNull();
  });

  it("is replaced by a later action", () => {
    savePendingAction(action, "/");
    savePendingAction({ ...action, options: [] }, "/");
    expect(takePendingAction("/")).toEqual({ ...action, options: [] });
  });

  it("is dropped if the return path is different", () => {
    savePendingAction(action, "/shop/7");
    expect(takePendingAction("/account")).toBeNull();
    expect(takePendingAction("/shop/7")).toBeNull();
  });

  it("is dropped after an hour", () => {
    vi.useFakeTimers();
    savePendingAction(action, "/shop/7");
    vi.advanceTimersByTime(60 * 60 * 1000);
    expect(takePendingAction("/shop/7")).toBeNull();
  });
});
