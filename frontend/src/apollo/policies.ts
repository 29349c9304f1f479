import type { FieldMergeFunction, Reference, TypePolicies } from "@apollo/client";
import { type RelayFieldPolicy, relayStylePagination } from "@apollo/client/utilities";
import type { Api } from "../config";

interface Connection {
  edges: readonly { node: Reference }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
  /** The state of the catalogue that the first page was read from. */
  revision?: string;
}

/** What the old list holds beyond the new first page: nothing, if the two do not overlap. */
function beyond(existing: Connection, firstPage: Connection): Connection["edges"] {
  const shown = new Set(firstPage.edges.map((edge) => edge.node.__ref));
  const last = existing.edges.findIndex(
    (edge) => edge.node.__ref === firstPage.edges.at(-1)?.node.__ref,
  );
  if (last < 0) return [];
  return existing.edges.slice(last + 1).filter((edge) => !shown.has(edge.node.__ref));
}

/**
 * A Relay connection that grows page by page, and whose first page can be asked for again without losing the rest.
 * `relayStylePagination` alone throws away what was loaded further down when the first page comes anew.
 */
function growingConnection(keyArgs: string[]): RelayFieldPolicy<Reference> {
  const relay = relayStylePagination(keyArgs);
  const mergePage = relay.merge as FieldMergeFunction;
  const merge: FieldMergeFunction = (existing: Connection | undefined, incoming, options) => {
    const merged: Connection = mergePage(existing, incoming, options);
    if (!existing) return merged;
    if (options.args?.after) return { ...merged, revision: existing.revision };
    const rest = beyond(existing, merged);
    if (rest.length === 0) return merged;
    const { hasNextPage, endCursor } = existing.pageInfo;
    const pageInfo = { ...merged.pageInfo, hasNextPage, endCursor };
    return { ...merged, edges: [...merged.edges, ...rest], pageInfo };
  };
  return { ...relay, merge };
}

/** A service has one sync state; pages that ask for different parts of it share the entry. */
const SyncStatus = { keyFields: [] as [] };

/** What is told of a product is no thing of its own, though it has the product's id. */
const ProductChange = { keyFields: false } as const;

/** Lists that a new answer takes the place of: what is no longer in them has gone. */
const Order = { fields: { lines: { merge: false }, timeline: { merge: false } } };

/**
 * How an option stands, and so its group, depends on what else is chosen: each answer keeps its own, although their
 * ids are the same in all.
 */
const ConfigurationGroup = { keyFields: false } as const;
const ConfigurationOption = { keyFields: false } as const;

/** Lists that a new answer takes the place of, with all that is in them. */
const EditedProduct = { fields: { optionGroups: { merge: false }, optionRules: { merge: false } } };

/**
 * How each service's answers are kept. The shop's list grows; the back office shows one page at a time, and a page
 * is its own entry (the cache's default: every argument counts).
 */
export const TYPE_POLICIES: Record<Api, TypePolicies> = {
  admin: { SyncStatus, ProductChange, Product: EditedProduct },
  main: {
    SyncStatus,
    ProductChange,
    Order,
    ConfigurationGroup,
    ConfigurationOption,
    Query: { fields: { products: growingConnection(["filter", "orderBy"]) } },
  },
};
