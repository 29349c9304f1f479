import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Refusal } from "./refusal";
import { readQuantity, useLineQuantity } from "./useLineQuantity";

type Answer = (refusal: Refusal | null) => void;

/** A line with quantity 2. The test responds to its changes. */
function line() {
  const answers: Answer[] = [];
  const save = vi.fn(
    (_quantity: number) => new Promise<Refusal | null>((resolve) => answers.push(resolve)),
  );
  const onBusy = vi.fn();
  const { result } = renderHook(() => useLineQuantity({ saved: 2, save, onBusy }));
  const answer = (refusal: Refusal | null = null) => act(async () => answers.shift()?.(refusal));
  const choose = (quantity: number) => act(async () => void result.current.choose(quantity));
  /** Types a quantity and leaves the field. */
  const type = async (text: string) => {
    await act(async () => result.current.type(text));
    await act(async () => void result.current.commit());
  };
  const saved = () => save.mock.calls.map(([quantity]) => quantity);
  return { result, onBusy, answer, choose, type, saved };
}

describe("the quantity of a line", () => {
  it("is shown immediately and saved", async () => {
    const { result, choose, saved } = line();
    await choose(3);
    expect(result.current.text).toBe("3");
    expect(saved()).toEqual([3]);
  });

  it("is saved sequentially, skipping all but the last queued quantity", async () => {
    const { answer, choose, saved, onBusy } = line();
    await choose(3);
    await choose(4);
    await choose(5);
    expect(saved()).toEqual([3]);
    await answer();
    expect(saved()).toEqual([3, 5]);
    expect(onBusy.mock.calls).toEqual([[true]]);
    await answer();
    expect(onBusy.mock.calls).toEqual([[true], [false]]);
  });

  it("stays in the field with the reason after a refusal, and can be saved again", async () => {
    const { result, answer, type, saved } = line();
    const short = { message: "Only 3 left.", available: 3 };
    await type("9");
    await answer(short);
    expect(result.current).toMatchObject({ text: "9", problem: short });
    await type("9");
    await answer();
    expect(saved()).toEqual([9, 9]);
    expect(result.current).toMatchObject({ text: "2", problem: null });
  });

  it("is the last entered one, even if it equals the saved one", async () => {
    const { answer, choose, type, saved } = line();
    await choose(3);
    await type("2");
    await answer();
    expect(saved()).toEqual([3, 2]);
  });

  it("keeps typed input while another quantity is being saved", async () => {
    const { result, answer, choose } = line();
    await choose(3);
    await act(async () => result.current.type("30"));
    await answer();
    expect(result.current.text).toBe("30");
  });

  it("is not saved if it is invalid", async () => {
    const { result, type, saved } = line();
    await type("two");
    expect(result.current).toMatchObject({
      text: "two",
      problem: { message: "Enter a whole number from 1 to 10,000." },
    });
    await type("2");
    expect(result.current.problem).toBeNull();
    expect(saved()).toEqual([]);
  });
});

it.each([
  ["1", 1],
  [" 10000 ", 10_000],
  ["0", null],
  ["10001", null],
  ["-1", null],
  ["1.5", null],
  ["1e3", null],
  ["1,5", null],
  ["2 pieces", null],
  ["", null],
])("parses a quantity: %j", (text, quantity) => {
  expect(readQuantity(text)).toBe(quantity);
});
