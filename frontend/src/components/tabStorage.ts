/**
 * Reads a JSON value from `sessionStorage`, which survives a reload of the tab. Returns null if the storage is not available
 * or the value is invalid, for example because another release wrote it.
 */
export function readTabStorage<T>(name: string, isValid: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
    return isValid(value) ? value : null;
  } catch {
    return null;
  }
}

export function writeTabStorage(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The storage is full or disabled.
  }
}
