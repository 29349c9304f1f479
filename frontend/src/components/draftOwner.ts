import { createContext, use } from "react";

/** The owner of drafts that were written without an account. */
export const VISITOR = "visitor";

/** The id of the signed-in user, or VISITOR; null until it is known. */
export const DraftOwnerContext = createContext<string | null>(null);

/** The owner of the drafts that this page reads and writes. */
export function useDraftOwner(): string | null {
  return use(DraftOwnerContext);
}
