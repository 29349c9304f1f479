import { readTabStorage, writeTabStorage } from "./tabStorage";

const nameOf = (path: string) => `tandem:list:${path}`;
const isText = (value: unknown): value is string => typeof value === "string";

/** Stores the search, filters and page of a list: the query string of its URL. */
export function saveListAddress(path: string, search: string): void {
  writeTabStorage(nameOf(path), search);
}

/** The path of a list with the query string that it last had in this tab. */
export function lastListAddress(path: string): string {
  return path + (readTabStorage(nameOf(path), isText) ?? "");
}
