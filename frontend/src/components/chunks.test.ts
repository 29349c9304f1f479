import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { retryableImport, wasUpdated } from "./chunks";
import { markUnsaved } from "./unsaved";

const reload = vi.fn();
/** The first script that the server's index.html names; null where the server does not answer. */
let served: string | null = "/assets/index-1.js";

const page = (entry: string) =>
  `<!doctype html><script type="module" crossorigin src="${entry}"></script>`;

/** A part of the program of which so many tries to load it fail. */
function partThatFails(times: number) {
  const load = vi.fn<() => Promise<string>>().mockResolvedValue("the part");
  for (let count = 0; count < times; count += 1) {
    load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"));
  }
  return { load, loadModule: retryableImport(load) };
}

/** Lets what has been begun go on; a page that is loaded anew never comes to an end. */
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

describe("a part of the program that is loaded later", () => {
  it("is loaded on the next try after a failure", async () => {
    const { loadModule } = partThatFails(1);
    await expect(loadModule()).rejects.toMatchObject({ name: "ChunkError", isOutdated: false });
    await expect(loadModule()).resolves.toBe("the part");
    expect(reload).not.toHaveBeenCalled();
  });

  it("is tried as often as somebody asks while the web server is away, without loading the page anew", async () => {
    served = null;
    const { load, loadModule } = partThatFails(3);
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    await expect(loadModule()).resolves.toBe("the part");
    expect(load).toHaveBeenCalledTimes(4);
    expect(reload).not.toHaveBeenCalled();
  });

  it("has the page loaded anew where the server has another version, and this is told once", async () => {
    served = "/assets/index-2.js";
    void partThatFails(1).loadModule();
    await settle();
    expect(reload).toHaveBeenCalledTimes(1);
    expect([wasUpdated(), wasUpdated()]).toEqual([true, false]);
  });

  it("has it loaded anew once for a version and no more, however often something fails", async () => {
    served = "/assets/index-2.js";
    void partThatFails(1).loadModule();
    await settle();
    await expect(partThatFails(1).loadModule()).rejects.toMatchObject({ isOutdated: true });
    expect(reload).toHaveBeenCalledTimes(1);
    served = "/assets/index-3.js";
    void partThatFails(1).loadModule();
    await settle();
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it("is not worth typed text that is not saved", async () => {
    served = "/assets/index-2.js";
    const saved = markUnsaved();
    await expect(partThatFails(1).loadModule()).rejects.toMatchObject({ isOutdated: true });
    expect(reload).not.toHaveBeenCalled();
    saved();
  });

  it("has the page loaded anew once where the browser does not fetch it again", async () => {
    const { loadModule } = partThatFails(3);
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    void loadModule();
    await settle();
    expect(reload).toHaveBeenCalledTimes(1);
    expect(wasUpdated()).toBe(false);
    await expect(loadModule()).rejects.toMatchObject({ isOutdated: false });
    expect(reload).toHaveBeenCalledTimes(1);
  });
});
