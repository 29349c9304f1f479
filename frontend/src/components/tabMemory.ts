/**
 * What this tab keeps over a reload, as JSON in `sessionStorage`. Everything in it is a convenience: without the storage,
 * or with content of another release, it is as if nothing had been kept.
 */
export function readTabMemory<T>(name: string, isValid: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
    return isValid(value) ? value : null;
  } catch {
    return null;
  }
}

export function writeTabMemory(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The storage is full or switched off.
  }
}
