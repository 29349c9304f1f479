import { isAnythingUnsaved } from "./unsaved";

const RELOADED_FOR = "tandem-reloaded-for";
const UPDATED = "tandem-updated";

/** A part of the program could not be loaded. */
export class ChunkError extends Error {
  override name = "ChunkError";

  constructor(
    /** Whether the server has another version of the program by now, in which this part has another name. */
    readonly isOutdated: boolean,
    options?: ErrorOptions,
  ) {
    super("A part of the program could not be loaded.", options);
  }
}

/** The program's first script. Its name contains a hash, so each version has another one. */
function entryOf(page: Document): string | null {
  return page.querySelector('script[type="module"][src]')?.getAttribute("src") ?? null;
}

/** The first script of the version that the server has now; null if that cannot be told. */
async function newestEntry(): Promise<string | null> {
  try {
    const answer = await fetch("/", { cache: "no-cache" });
    if (!answer.ok) return null;
    return entryOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    return null;
  }
}

/** Loads the page anew, but only once for each version, so that a fault of the server cannot make a loop of it. */
function reloadOnce(version: string, isUpdate: boolean): boolean {
  if (isAnythingUnsaved()) return false;
  try {
    if (sessionStorage.getItem(RELOADED_FOR) === version) return false;
    sessionStorage.setItem(RELOADED_FOR, version);
    if (isUpdate) sessionStorage.setItem(UPDATED, "yes");
  } catch {
    return false; // without a memory it could be a loop
  }
  window.location.reload();
  return true;
}

/** Whether the page was loaded anew because there was a newer version. True only the first time. */
export function wasUpdated(): boolean {
  try {
    const updated = sessionStorage.getItem(UPDATED) !== null;
    sessionStorage.removeItem(UPDATED);
    return updated;
  } catch {
    return false;
  }
}

function loadAgain(link: HTMLLinkElement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const again = link.cloneNode() as HTMLLinkElement;
    again.addEventListener("load", resolve);
    again.addEventListener("error", reject);
    link.replaceWith(again);
  });
}

/** Style sheets that could not be loaded. Vite waits for each only the first time that a part needs it. */
function loadMissingStyles(): Promise<unknown> {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
  return Promise.all([...links].filter((link) => link.sheet === null).map(loadAgain));
}

/**
 * A function that loads a part of the program, and can be called again after a failure. Where the server has a newer
 * version, in which the part has another name, it loads the whole page anew. Rejects with a ChunkError.
 */
export function chunk<T>(load: () => Promise<T>): () => Promise<T> {
  let failures = 0;
  return async () => {
    try {
      if (failures > 0) await loadMissingStyles();
      const part = await load();
      failures = 0;
      return part;
    } catch (cause) {
      failures += 1;
      const newest = await newestEntry();
      const isOutdated = newest !== null && newest !== entryOf(document);
      // Some browsers remember that a script could not be fetched for as long as the page is open.
      const helps = isOutdated || failures > 1;
      if (newest !== null && helps && reloadOnce(newest, isOutdated)) return new Promise(() => {});
      throw new ChunkError(isOutdated, { cause });
    }
  };
}
