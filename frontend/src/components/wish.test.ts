import { afterEach, describe, expect, it, vi } from "vitest";
import { keepWish, takeWish, type Wish } from "./wish";

const wish: Wish = { kind: "basket", product: { id: "7", title: "Oat Stout" }, options: ["3"] };

describe("the wish of a visitor who is sent to sign in", () => {
  afterEach(() => {
    sessionStorage.clear();
    vi.useRealTimers();
  });

  it("is taken once", () => {
    keepWish(wish, "/shop/7?o=3");
    expect(takeWish("/shop/7?o=3")).toEqual(wish);
    expect(takeWish("/shop/7?o=3")).toBeNull();
  });

  it("is the last one", () => {
    keepWish(wish, "/");
    keepWish({ ...wish, options: [] }, "/");
    expect(takeWish("/")).toEqual({ ...wish, options: [] });
  });

  it("is dropped where somebody signs in on the way to another page", () => {
    keepWish(wish, "/shop/7");
    expect(takeWish("/account")).toBeNull();
    expect(takeWish("/shop/7")).toBeNull();
  });

  it("is dropped after an hour", () => {
    vi.useFakeTimers();
    keepWish(wish, "/shop/7");
    vi.advanceTimersByTime(60 * 60 * 1000);
    expect(takeWish("/shop/7")).toBeNull();
  });
});
