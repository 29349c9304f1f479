// Automatic persisted queries, as in service_kit's persisted.py. A client sends the SHA-256 of a query. If the gateway does not
// know the hash, the client sends the text too. The texts are stored in memory, with limits.
import { createHash } from 'node:crypto';

import { GraphQLError } from 'graphql';

const VERSION = 1;
const SHA256 = /^[0-9a-f]{64}$/i;

/** Stores the queries that clients register. A `count` of 0 disables the store. */
export function createPersistedQueries({ count, bytes }) {
  const texts = boundedTexts(count, bytes);

  return {
    /** Returns the text of the requested query. Throws an error for the client if the text is unknown. */
    queryOf({ query, extensions }) {
      const persisted = extensions?.persistedQuery;
      if (persisted == null) return query;
      const fault = faultOf(persisted, query);
      if (fault) throw refusal(fault, 'BAD_USER_INPUT', 400);
      const text = query || texts.get(persisted.sha256Hash.toLowerCase());
      // Status 200, as in Apollo Server: some clients ignore the errors of responses with another status.
      if (!text && count > 0) throw refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', 200);
      if (!text) throw refusal('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED', 200);
      return text;
    },

    /** Stores a query that was sent with its hash. */
    keep({ query, extensions } = {}) {
      const sha256 = extensions?.persistedQuery?.sha256Hash;
      if (query && sha256) texts.set(sha256.toLowerCase(), query);
    },
  };
}

/** The plugin that looks up queries by hash. It stores a query only when it is executed, so only valid queries are stored. */
export function usePersistedQueries(queries) {
  const keep = ({ args }) => queries.keep(args.contextValue?.params);
  return {
    onParams({ params, setParams }) {
      if (params.extensions?.persistedQuery != null) setParams({ ...params, query: queries.queryOf(params) });
    },
    onExecute: keep,
    onSubscribe: keep,
  };
}

/** Adds persisted queries to the options of graphql-ws. Clients then send "" as query. */
export function withPersistedQueries(queries, { onSubscribe, ...options }) {
  return {
    ...options,
    onSubscribe(context, id, payload) {
      try {
        return onSubscribe(context, id, { ...payload, query: queries.queryOf(payload) });
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        const { http, ...extensions } = error.extensions;
        return [new GraphQLError(error.message, { extensions })];
      }
    },
  };
}

function faultOf(persisted, query) {
  if (typeof persisted !== 'object' || persisted.version !== VERSION)
    return `extensions.persistedQuery must be an object with version ${VERSION}.`;
  const { sha256Hash } = persisted;
  if (typeof sha256Hash !== 'string' || !SHA256.test(sha256Hash))
    return 'extensions.persistedQuery.sha256Hash must be a SHA-256 with 64 hexadecimal digits.';
  if (query && createHash('sha256').update(query).digest('hex') !== sha256Hash.toLowerCase())
    return 'extensions.persistedQuery.sha256Hash does not match the SHA-256 of the query.';
}

function refusal(message, code, status) {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

/** An LRU cache of texts by hash. */
function boundedTexts(count, bytes) {
  const texts = new Map();
  let size = 0;

  function remove(sha256) {
    const text = texts.get(sha256);
    if (text === undefined) return;
    texts.delete(sha256);
    size -= Buffer.byteLength(text);
  }

  return {
    get(sha256) {
      const text = texts.get(sha256);
      if (text !== undefined) this.set(sha256, text);
      return text;
    },
    set(sha256, text) {
      remove(sha256);
      texts.set(sha256, text);
      size += Buffer.byteLength(text);
      while (texts.size > count || size > bytes) remove(texts.keys().next().value);
    },
  };
}
