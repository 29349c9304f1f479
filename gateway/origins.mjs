// Which pages of other origins may call, and with which request headers: service_kit's origins.py and cross_site.py. They
// are here because the services cannot see from which origin a request to the gateway comes.
import { readFileSync } from 'node:fs';

const shared = JSON.parse(readFileSync(new URL('../service_kit/service_kit/http/cors.json', import.meta.url), 'utf8'));
const LOOPBACK_ORIGIN = new RegExp(`^(?:${shared.loopbackOrigin})$`);
/** The cookie of a session (service_kit's identity.py). */
const SESSION_COOKIE = /(?:^|;\s*)tandem_session=/;

/** The rules for these settings. `header` is a function that reads a header by its name. */
export function originRules({ corsOrigins, allowsLoopbackOrigins }) {
  const isLoopbackPage = (origin) => allowsLoopbackOrigins && LOOPBACK_ORIGIN.test(origin ?? '');

  /** Whether to refuse a change that a page of another origin makes a browser send. */
  function isForeign(header, host) {
    const origin = header('origin') ?? undefined;
    if (corsOrigins.includes(origin)) return false;
    const site = header('sec-fetch-site') ?? undefined;
    const carriesSession = SESSION_COOKIE.test(header('cookie') ?? '');
    if (isLoopbackPage(origin)) return carriesSession && !isSameOrigin(header, host);
    if (site !== undefined) return site === 'cross-site' || (carriesSession && !isSameOrigin(header, host));
    return !isSameOrigin(header, host);
  }

  /** Whether to accept a WebSocket. */
  function mayConnect(header, host) {
    const origin = header('origin') ?? undefined;
    return corsOrigins.includes(origin) || isLoopbackPage(origin) || isSameOrigin(header, host);
  }

  /** The CORS options for a request; false where its origin gets nothing to read. Cookies are never allowed. */
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

/** Whether the request comes from the gateway's own origin, or from a program, which names none. */
export function isSameOrigin(header, host) {
  const site = header('sec-fetch-site') ?? undefined;
  if (site !== undefined) return ['same-origin', 'none'].includes(site);
  const origin = header('origin') ?? undefined;
  return origin === undefined || origin.split('://')[1] === host;
}
