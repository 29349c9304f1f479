// Rejects requests before their body is read: wrong content types, too large bodies, and cross-site requests (origins.mjs).
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const MAX_BODY_BYTES = 1_048_576;
const REFUSAL =
  'Cross-site requests are not allowed. To allow them, add the origin of the page to CORS_ORIGINS.';

/** The plugin that rejects such requests. */
export function useRefusals(origins) {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const refusal = SAFE_METHODS.has(request.method) ? undefined : refused(request.headers, url.host, origins);
      if (!refusal) return;
      const [status, code, message] = refusal;
      endResponse(fetchAPI.Response.json({ errors: [{ message, extensions: { code } }] }, { status }));
    },
    onResponse({ response }) {
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
      response.headers.set('x-content-type-options', 'nosniff');
    },
  };
}

function refused(headers, host, origins) {
  if (origins.isForeign((name) => headers.get(name), host)) {
    return [403, 'CROSS_SITE', REFUSAL];
  }
  // A page of another site cannot send this type without a CORS preflight request.
  if (headers.get('content-type')?.split(';')[0].trim().toLowerCase() !== 'application/json') {
    return [415, 'BAD_USER_INPUT', 'The body must be JSON, with Content-Type: application/json.'];
  }
  const coding = headers.get('content-encoding')?.trim().toLowerCase() || 'identity';
  if (coding !== 'identity') {
    const message = `The body is compressed ("${coding.slice(0, 40)}"). Send it without Content-Encoding.`;
    return [415, 'UNSUPPORTED_MEDIA_TYPE', message];
  }
  const length = headers.get('content-length');
  if (length === null) return [411, 'BAD_USER_INPUT', 'The request requires a Content-Length header.'];
  if (Number(length) > MAX_BODY_BYTES) {
    return [413, 'BAD_USER_INPUT', `The body is too large: at most ${MAX_BODY_BYTES} bytes are allowed.`];
  }
}
