import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RECOVER_MS } from "../config";
import { fakeService } from "../testing/fakeService";
import { renderPart } from "../testing/render";
import { lazyWithRetry } from "./lazyWithRetry";
import { QueryBoundary } from "./QueryBoundary";

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page that fails to load the given number of times. */
async function open(failures: number, errorFallback?: string) {
  const load = vi
    .fn<() => Promise<{ default: () => string }>>()
    .mockResolvedValue({ default: () => "The page" });
  for (let count = 0; count < failures; count += 1) {
    load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"));
  }
  const Page = lazyWithRetry(load);
  const part = (
    <QueryBoundary skeleton={<p>Loading</p>} errorFallback={errorFallback}>
      <Page />
    </QueryBoundary>
  );
  await act(async () => {
    renderPart(part, { link: fakeService({}).link });
  });
  await pass(10);
  return load;
}

it("shows an error when a page fails to load, and opens it automatically later", async () => {
  const load = await open(2);
  expect(screen.getByRole("alert").textContent).toContain("didn't load");
  await pass(RECOVER_MS + 100);
  expect(screen.getByRole("alert")).toBeTruthy();
  await pass(2 * RECOVER_MS + 100);
  expect(await screen.findByText("The page")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(load).toHaveBeenCalledTimes(3);
});

it("opens a page after a manual retry", async () => {
  await open(1);
  await act(async () => screen.getByRole("button", { name: "Try again" }).click());
  expect(await screen.findByText("The page")).toBeTruthy();
});

it("shows the fallback of a small part until it can be loaded", async () => {
  await open(1, "A plain link");
  expect(screen.getByText("A plain link")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
  await pass(RECOVER_MS + 100);
  expect(await screen.findByText("The page")).toBeTruthy();
  expect(screen.queryByText("A plain link")).toBeNull();
});
