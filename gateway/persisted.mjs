// Automatic persisted queries, as service_kit's persisted.py has them: a client sends the SHA-256 of a query, and its text
// only when it is asked for. The texts are kept in memory, within bounds; a gateway that does not know a hash asks for it.
import { createHash } from 'node:crypto';

import { GraphQLError } from 'graphql';

const VERSION = 1;
const SHA256 = /^[0-9a-f]{64}$/i;

/** The queries that clients have registered with this gateway; with a `count` of 0 there are none. */
export function createPersistedQueries({ count, bytes }) {
  const texts = boundedTexts(count, bytes);

  return {
    /** The text of the query that the parameters ask for. Throws an error for the client where there is none. */
    queryOf({ query, extensions }) {
      const persisted = extensions?.persistedQuery;
      if (persisted == null) return query;
      const fault = faultOf(persisted, query);
      if (fault) throw refusal(fault, 'BAD_USER_INPUT', 400);
      const text = query || texts.get(persisted.sha256Hash.toLowerCase());
      // 200, as Apollo's server answers: some clients read no errors from another status.
      if (!text && count > 0) throw refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', 200);
      if (!text) throw refusal('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED', 200);
      return text;
    },

    /** Keeps the query of parameters that came with its hash. */
    keep({ query, extensions } = {}) {
      const sha256 = extensions?.persistedQuery?.sha256Hash;
      if (query && sha256) texts.set(sha256.toLowerCase(), query);
    },
  };
}

/** The plugin that finds queries by their hashes, and keeps those that are valid: only they come to be executed. */
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

/** Options of graphql-ws by which subscriptions, too, may name their query by its hash: it is "" then. */
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
    return `extensions.persistedQuery must be an object of version ${VERSION}.`;
  const { sha256Hash } = persisted;
  if (typeof sha256Hash !== 'string' || !SHA256.test(sha256Hash))
    return 'extensions.persistedQuery.sha256Hash must be a SHA-256 in 64 hexadecimal digits.';
  if (query && createHash('sha256').update(query).digest('hex') !== sha256Hash.toLowerCase())
    return 'extensions.persistedQuery.sha256Hash is not the SHA-256 of the query that was sent.';
}

function refusal(message, code, status) {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

/** Texts by their hashes; those used least recently make room. */
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
