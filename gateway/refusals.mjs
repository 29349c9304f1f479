// What is refused before it is read: bodies of another type or size, and what a page of another site makes a browser
// send. The last is service_kit's cross_site.py, here because the services cannot see from which site a request to the
// gateway comes.
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const MAX_BODY_BYTES = 1_048_576;
/** The cookie of a session (service_kit's identity.py). */
const SESSION_COOKIE = /(?:^|;\s*)tandem_session=/;

/** The plugin that answers such requests. */
export function useRefusals() {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const refusal = SAFE_METHODS.has(request.method) ? undefined : refused(request.headers, url.host);
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

function refused(headers, host) {
  if (isForeign((name) => headers.get(name), host)) {
    return [403, 'CROSS_SITE', 'A page of another site may not ask for anything here.'];
  }
  // No page of another site can send this type without the browser asking first.
  if (headers.get('content-type')?.split(';')[0].trim().toLowerCase() !== 'application/json') {
    return [415, 'BAD_USER_INPUT', 'The body must be JSON, with Content-Type: application/json.'];
  }
  const coding = headers.get('content-encoding')?.trim().toLowerCase() || 'identity';
  if (coding !== 'identity') {
    const message = `The body is compressed ("${coding.slice(0, 40)}"). Send it without Content-Encoding.`;
    return [415, 'UNSUPPORTED_MEDIA_TYPE', message];
  }
  const length = headers.get('content-length');
  if (length === null) return [411, 'BAD_USER_INPUT', 'The request must say how long it is, with Content-Length.'];
  if (Number(length) > MAX_BODY_BYTES) {
    return [413, 'BAD_USER_INPUT', `The body is too large: at most ${MAX_BODY_BYTES} bytes are allowed.`];
  }
}

/** Whether the request comes from a page of another site, or, where it carries a session's cookie, of another origin. */
export function isForeign(header, host) {
  const site = header('sec-fetch-site') ?? undefined;
  if (site !== undefined) {
    return (
      site === 'cross-site' ||
      (SESSION_COOKIE.test(header('cookie') ?? '') && !['same-origin', 'none'].includes(site))
    );
  }
  const origin = header('origin') ?? undefined;
  return origin !== undefined && origin.split('://')[1] !== host;
}
