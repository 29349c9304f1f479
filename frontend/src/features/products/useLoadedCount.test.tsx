import { act, render } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { useRestoredLength } from "./useLoadedCount";

const PAGE = 24;

/** A list that starts with the longest page, of `total` items. */
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
  const asked = vi.fn<() => void>();
  function List() {
    const [length, setLength] = useState(100);
    const loadMore = async () => {
      asked();
      if (fails) throw new Error("unreachable");
      setLength((count) => Math.min(total, count + PAGE));
    };
    const [loaded] = useState({ before, remember });
    useRestoredLength({ loaded, length, hasMore: length < total, loadMore });
    return null;
  }
  return { render: () => act(async () => void render(<List />)), remember, asked };
}

it("a list longer than the longest page is loaded page by page until it is as long as before", async () => {
  const { render: open, remember, asked } = show({ before: 140, total: 200 });
  await open();
  expect(asked).toHaveBeenCalledTimes(2);
  expect(remember.mock.calls).toEqual([[148]]);
});

it("a list that has become shorter is loaded to its end", async () => {
  const { render: open, remember } = show({ before: 140, total: 110 });
  await open();
  expect(remember.mock.calls).toEqual([[110]]);
});

it("a page that cannot be loaded is asked for once and left to the button", async () => {
  const { render: open, remember, asked } = show({ before: 140, total: 200, fails: true });
  await open();
  expect(asked).toHaveBeenCalledOnce();
  expect(remember).not.toHaveBeenCalled();
});
