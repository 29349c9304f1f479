// The CORS and cross-site rules, as in service_kit's origins.py and cross_site.py. The gateway needs its own checks, because
// the services cannot see the origin of a request to the gateway.
import { readFileSync } from 'node:fs';

const shared = JSON.parse(readFileSync(new URL('../service_kit/service_kit/http/cors.json', import.meta.url), 'utf8'));
const LOOPBACK_ORIGIN = new RegExp(`^(?:${shared.loopbackOrigin})$`);
/** Matches the session cookie (service_kit's identity.py). */
const SESSION_COOKIE = /(?:^|;\s*)tandem_session=/;

/** Creates the rules for these settings. `header` is a function that returns a header by its name. */
export function originRules({ corsOrigins, allowsLoopbackOrigins }) {
  const isLoopbackPage = (origin) => allowsLoopbackOrigins && LOOPBACK_ORIGIN.test(origin ?? '');

  /** Whether to reject a mutation because a page of another origin sent it. */
  function isForeign(header, host) {
    const origin = header('origin') ?? undefined;
    if (corsOrigins.includes(origin)) return false;
    const site = header('sec-fetch-site') ?? undefined;
    const carriesSession = SESSION_COOKIE.test(header('cookie') ?? '');
    if (isLoopbackPage(origin)) return carriesSession && !isSameOrigin(header, host);
    if (site !== undefined) return site === 'cross-site' || (carriesSession && !isSameOrigin(header, host));
    return !isSameOrigin(header, host);
  }

  /** Whether to accept a WebSocket connection. */
  function mayConnect(header, host) {
    const origin = header('origin') ?? undefined;
    return corsOrigins.includes(origin) || isLoopbackPage(origin) || isSameOrigin(header, host);
  }

  /** The CORS options for a request; false if its origin may not read the response. Cookies are never allowed. */
  function corsOptions(request) {
    const origin = request.headers.get('origin');
    if (!corsOrigins.includes(origin) && !isLoopbackPage(origin)) return false;
    return {
      origin: [origin],
      credentials: false,
      methods: ['GET', 'POST'],
      allowedHeaders: shared.allowedHeaders,
      maxAge: 600,
    };
  }

  return { isForeign, mayConnect, corsOptions };
}

/** Whether the request comes from the origin of the gateway, or from a program, which sends no origin. */
export function isSameOrigin(header, host) {
  const site = header('sec-fetch-site') ?? undefined;
  if (site !== undefined) return ['same-origin', 'none'].includes(site);
  const origin = header('origin') ?? undefined;
  return origin === undefined || origin.split('://')[1] === host;
}
