import type { FieldMergeFunction, Reference, TypePolicies } from "@apollo/client";
import { type RelayFieldPolicy, relayStylePagination } from "@apollo/client/utilities";
import type { Api } from "../config";

interface Connection {
  edges: readonly { node: Reference }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
  /** The revision of the catalogue when the first page was loaded. */
  revision?: string;
}

/** The edges of the existing list that follow the new first page. Empty if the two do not overlap. */
function edgesAfter(existing: Connection, firstPage: Connection): Connection["edges"] {
  const shown = new Set(firstPage.edges.map((edge) => edge.node.__ref));
  const last = existing.edges.findIndex(
    (edge) => edge.node.__ref === firstPage.edges.at(-1)?.node.__ref,
  );
  if (last < 0) return [];
  return existing.edges.slice(last + 1).filter((edge) => !shown.has(edge.node.__ref));
}

/**
 * A field policy for a Relay connection that grows page by page. When the first page is refetched, the pages after it
 * stay in the list. `relayStylePagination` alone would discard them.
 */
function growingConnection(keyArgs: string[]): RelayFieldPolicy<Reference> {
  const relay = relayStylePagination(keyArgs);
  const mergePage = relay.merge as FieldMergeFunction;
  const merge: FieldMergeFunction = (existing: Connection | undefined, incoming, options) => {
    const merged: Connection = mergePage(existing, incoming, options);
    if (!existing) return merged;
    if (options.args?.after) return { ...merged, revision: existing.revision };
    const rest = edgesAfter(existing, merged);
    if (rest.length === 0) return merged;
    const { hasNextPage, endCursor } = existing.pageInfo;
    const pageInfo = { ...merged.pageInfo, hasNextPage, endCursor };
    return { ...merged, edges: [...merged.edges, ...rest], pageInfo };
  };
  return { ...relay, merge };
}

/** A service has one sync status. Queries for different fields of it share one cache entry. */
const SyncStatus = { keyFields: [] as [] };

/** A change message is not an entity, although it has the id of a product. */
const ProductChange = { keyFields: false } as const;

/** A new response replaces these lists: items that it does not contain are removed. */
const Order = { fields: { lines: { merge: false }, timeline: { merge: false } } };

/**
 * The state of an option and its group depends on the selection. So each response keeps its own objects, although their
 * ids are the same in all responses.
 */
const ConfigurationGroup = { keyFields: false } as const;
const ConfigurationOption = { keyFields: false } as const;

/** A new response replaces these lists and all objects in them. */
const EditedProduct = { fields: { optionGroups: { merge: false }, optionRules: { merge: false } } };

/**
 * The cache policies of each service. The product list of the shop grows. The staff pages show one page at a time, and
 * each page is a separate cache entry (the default of the cache: every argument is part of the key).
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
