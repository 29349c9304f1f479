import { createContext, use } from "react";

/** Whose drafts those are that belong to nobody who is signed in. */
export const VISITOR = "visitor";

/** The id of whoever is signed in, or VISITOR; null for as long as that is not known. */
export const DraftOwnerContext = createContext<string | null>(null);

/** Whose drafts this page reads and keeps. */
export function useDraftOwner(): string | null {
  return use(DraftOwnerContext);
}
