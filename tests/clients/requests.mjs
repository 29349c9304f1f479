// Records the requests of a client.

/** Returns a `fetch` that records in `sent` whether each request contains a query, a hash, or both. */
export function recordingFetch(sent) {
  return (url, options) => {
    const address = new URL(url);
    const parameters = options.body
      ? JSON.parse(options.body)
      : {
          query: address.searchParams.get('query'),
          extensions: JSON.parse(address.searchParams.get('extensions') ?? '{}'),
        };
    sent.push({
      method: options.method ?? 'GET',
      query: Boolean(parameters.query),
      hash: Boolean(parameters.extensions?.persistedQuery),
    });
    return fetch(url, options);
  };
}
