import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { retryableImport, wasUpdated } from "./chunks";
import { markUnsaved } from "./unsaved";

const reload = vi.fn();
/** The entry script in the server's index.html; null if the server does not respond. */
let served: string | null = "/assets/index-1.js";

const page = (entry: string) =>
  `<!doctype html><script type="module" crossorigin src="${entry}"></script>`;

/** A chunk that fails to load the given number of times. */
function chunkThatFails(times: number) {
  const load = vi.fn<() => Promise<string>>().mockResolvedValue("the chunk");
  for (let count = 0; count < times; count += 1) {
    load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"));
  }
  return { load, loadModule: retryableImport(load) };
}

/** Waits for pending promises. The promise of a reloading page never settles. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  served = "/assets/index-1.js";
  sessionStorage.clear();
  reload.mockReset();
  vi.spyOn(window.location, "reload").mockImplementation(reload);
  document.head.innerHTML = '<script type="module" src="/assets/index-1.js"></script>';
  vi.stubGlobal("fetch", async () => {
    if (served === null) throw new TypeError("Failed to fetch");
    return new Response(page(served));
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("a dynamically imported chunk", () => {
  it("is loaded by the next attempt after a failure", async () => {
    const { loadModule } = chunkThatFails(1);
    await expect(loadModule()).rejects.toMatchObject({ name: "ChunkError", isOutdated: false });
    await expect(loadModule()).resolves.toBe("the chunk");
    expect(reload).not.toHaveBeenCalled();
  });

  it("can be retried while the web server is unavailable, without a reload", async () => {
    served = null;
    const { load, loadModule } = chunkThatFails(3);
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    await expect(loadModule()).resolves.toBe("the chunk");
    expect(load).toHaveBeenCalledTimes(4);
    expect(reload).not.toHaveBeenCalled();
  });

  it("reloads the page once when the server has a new version, and reports it once", async () => {
    served = "/assets/index-2.js";
    void chunkThatFails(1).loadModule();
    await settle();
    expect(reload).toHaveBeenCalledTimes(1);
    expect([wasUpdated(), wasUpdated()]).toEqual([true, false]);
  });

  it("reloads the page at most once for each version", async () => {
    served = "/assets/index-2.js";
    void chunkThatFails(1).loadModule();
    await settle();
    await expect(chunkThatFails(1).loadModule()).rejects.toMatchObject({ isOutdated: true });
    expect(reload).toHaveBeenCalledTimes(1);
    served = "/assets/index-3.js";
    void chunkThatFails(1).loadModule();
    await settle();
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it("does not reload a page with unsaved input", async () => {
    served = "/assets/index-2.js";
    const saved = markUnsaved();
    await expect(chunkThatFails(1).loadModule()).rejects.toMatchObject({ isOutdated: true });
    expect(reload).not.toHaveBeenCalled();
    saved();
  });

  it("reloads the page once when the browser does not fetch the chunk again", async () => {
    const { loadModule } = chunkThatFails(3);
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    void loadModule();
    await settle();
    expect(reload).toHaveBeenCalledTimes(1);
    expect(wasUpdated()).toBe(false);
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    expect(reload).toHaveBeenCalledTimes(1);
  });
});
