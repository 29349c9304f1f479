import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SearchField } from "./SearchField";

function field(value: string, onSearch: (text: string) => void) {
  return (
    <MantineProvider env="test">
      <SearchField label="Search" placeholder="Title" value={value} onSearch={onSearch} />
    </MantineProvider>
  );
}

const input = () => screen.getByLabelText<HTMLInputElement>("Search");
const type = (text: string) => fireEvent.change(input(), { target: { value: text } });
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("the search field", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("searches once, shortly after the last keystroke", async () => {
    const search = vi.fn();
    render(field("", search));
    type("st");
    await pass(200);
    type("stout ");
    await pass(200);
    expect(search).not.toHaveBeenCalled();
    await pass(200);
    expect(search.mock.calls).toEqual([["stout"]]);
  });

  it("keeps the typed text, including trailing spaces", async () => {
    const { rerender } = render(field("", vi.fn()));
    type("oat ");
    rerender(field("oat", vi.fn()));
    expect(input().value).toBe("oat ");
  });

  it("has the focus after it was cleared", () => {
    render(field("ale", vi.fn()));
    const clear = screen.getByLabelText("Clear search");
    act(() => clear.focus());
    fireEvent.click(clear);
    expect(input().value).toBe("");
    expect(document.activeElement).toBe(input());
  });

  it("follows other changes of the URL", () => {
    const { rerender } = render(field("ale", vi.fn()));
    rerender(field("", vi.fn()));
    expect(input().value).toBe("");
  });
});
