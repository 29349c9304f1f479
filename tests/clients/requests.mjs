// What a client sends: a `fetch` that passes on, and keeps of each request how the query was named.

/** A fetch that notes each request in `sent`. */
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
