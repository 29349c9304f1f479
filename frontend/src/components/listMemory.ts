import { readTabMemory, writeTabMemory } from "./tabMemory";

const nameOf = (path: string) => `tandem:list:${path}`;
const isText = (value: unknown): value is string => typeof value === "string";

/** Keeps what a list shows: the search part of its address. */
export function rememberAddress(path: string, search: string): void {
  writeTabMemory(nameOf(path), search);
}

/** The address of a list as it was last open in this tab; its plain path where it was not. */
export function lastAddressOf(path: string): string {
  return path + (readTabMemory(nameOf(path), isText) ?? "");
}
