import { hasUnsavedChanges } from "./unsaved";

const RELOADED_FOR = "tandem-reloaded-for";
const UPDATED = "tandem-updated";

/** Thrown when a dynamic import fails. */
export class ChunkError extends Error {
  override name = "ChunkError";

  constructor(
    /** Whether the server has a different version of the app, in which the chunk has another name. */
    readonly isOutdated: boolean,
    options?: ErrorOptions,
  ) {
    super("A chunk of the app failed to load.", options);
  }
}

/** The URL of the entry script. It contains a hash, so it is different in each version. */
function entryOf(page: Document): string | null {
  return page.querySelector('script[type="module"][src]')?.getAttribute("src") ?? null;
}

/** The URL of the entry script of the deployed version; null if it is unknown. */
async function newestEntry(): Promise<string | null> {
  try {
    const response = await fetch("/", { cache: "no-cache" });
    if (!response.ok) return null;
    return entryOf(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    return null;
  }
}

/** Reloads the page, but only once for each version, so that a server error cannot cause a reload loop. */
function reloadOnce(version: string, isUpdate: boolean): boolean {
  if (hasUnsavedChanges()) return false;
  try {
    if (sessionStorage.getItem(RELOADED_FOR) === version) return false;
    sessionStorage.setItem(RELOADED_FOR, version);
    if (isUpdate) sessionStorage.setItem(UPDATED, "yes");
  } catch {
    return false; // without storage, a reload loop would be possible
  }
  window.location.reload();
  return true;
}

/** Whether the page was reloaded because of a newer version. True only for the first call. */
export function wasUpdated(): boolean {
  try {
    const updated = sessionStorage.getItem(UPDATED) !== null;
    sessionStorage.removeItem(UPDATED);
    return updated;
  } catch {
    return false;
  }
}

function reloadStylesheet(link: HTMLLinkElement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const copy = link.cloneNode() as HTMLLinkElement;
    copy.addEventListener("load", resolve);
    copy.addEventListener("error", reject);
    link.replaceWith(copy);
  });
}

/** Reloads style sheets that failed to load. Vite waits for each style sheet only on the first import that needs it. */
function loadMissingStyles(): Promise<unknown> {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
  return Promise.all([...links].filter((link) => link.sheet === null).map(reloadStylesheet));
}

/**
 * Wraps a dynamic import in a function that can be called again after a failure. If the server has a newer version, in
 * which the chunk has another name, it reloads the page. Rejects with a ChunkError.
 */
export function retryableImport<T>(load: () => Promise<T>): () => Promise<T> {
  let failures = 0;
  return async () => {
    try {
      if (failures > 0) await loadMissingStyles();
      const module = await load();
      failures = 0;
      return module;
    } catch (cause) {
      failures += 1;
      const newest = await newestEntry();
      const isOutdated = newest !== null && newest !== entryOf(document);
      // Some browsers cache the failure of a script until the page is closed.
      const canReloadHelp = isOutdated || failures > 1;
      if (newest !== null && canReloadHelp && reloadOnce(newest, isOutdated))
        return new Promise(() => {});
      throw new ChunkError(isOutdated, { cause });
    }
  };
}
