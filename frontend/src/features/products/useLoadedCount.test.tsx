import { act, render } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { useRestoredLength } from "./useLoadedCount";

const PAGE = 24;

/** A list of `total` items that starts with a page of the maximum size. */
function show({
  before,
  total,
  fails = false,
}: {
  before: number;
  total: number;
  fails?: boolean;
}) {
  const remember = vi.fn<(count: number) => void>();
  const requested = vi.fn<() => void>();
  function List() {
    const [length, setLength] = useState(100);
    const loadMore = async () => {
      requested();
      if (fails) throw new Error("unreachable");
      setLength((count) => Math.min(total, count + PAGE));
    };
    const [loaded] = useState({ before, remember });
    useRestoredLength({ loaded, length, hasMore: length < total, loadMore });
    return null;
  }
  return { render: () => act(async () => void render(<List />)), remember, requested };
}

it("restores a list that is longer than the maximum page size", async () => {
  const { render: open, remember, requested } = show({ before: 140, total: 200 });
  await open();
  expect(requested).toHaveBeenCalledTimes(2);
  expect(remember.mock.calls).toEqual([[148]]);
});

it("loads a list that has become shorter to its end", async () => {
  const { render: open, remember } = show({ before: 140, total: 110 });
  await open();
  expect(remember.mock.calls).toEqual([[110]]);
});

it("requests a page that fails to load only once", async () => {
  const { render: open, remember, requested } = show({ before: 140, total: 200, fails: true });
  await open();
  expect(requested).toHaveBeenCalledOnce();
  expect(remember).not.toHaveBeenCalled();
});
