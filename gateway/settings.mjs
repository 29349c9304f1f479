// Reads the settings from environment variables. Error messages contain the name of the variable.
import { fileURLToPath } from 'node:url';

// `debug` is mapped to `info`, because at `debug` the library logs complete requests, including passwords.
const LOG_LEVELS = { debug: 'info', info: 'info', warning: 'warn', error: 'error' };

const TRUE = /^(?:1|true|t|yes|y|on)$/i;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|::1)$/;

export const settings = readSettingsOrExit();

function readSettingsOrExit() {
  try {
    return readSettings(process.env);
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

function readSettings(env) {
  const value = (name, otherwise) => env[name] || otherwise;
  const host = value('HOST', '127.0.0.1');
  return {
    production:
      oneOf(['development', 'production'], 'ENVIRONMENT', value('ENVIRONMENT', 'development')) === 'production',
    host,
    port: number('GATEWAY_PORT', value('GATEWAY_PORT', '4000'), 1, 65_535),
    urls: {
      admin: origin('ADMIN_URL', value('ADMIN_URL', `http://127.0.0.1:${value('ADMIN_PORT', '8000')}`)),
      main: origin('MAIN_URL', value('MAIN_URL', `http://127.0.0.1:${value('MAIN_PORT', '8001')}`)),
    },
    /** Origins whose pages may send requests. */
    corsOrigins: origins('CORS_ORIGINS', value('CORS_ORIGINS', '')),
    /** Whether pages on all ports of this machine may send requests, as in the services (settings.py). */
    allowsLoopbackOrigins: TRUE.test(value('REST_ANONYMOUS', '')) && LOOPBACK_HOST.test(host),
    supergraph: value('SUPERGRAPH', fileURLToPath(new URL('../schema/supergraph.graphql', import.meta.url))),
    /** The limits for operations. `selections` is higher than in a service, because each service gets only a part of them. */
    limits: {
      depth: number('GRAPHQL_MAX_DEPTH', value('GRAPHQL_MAX_DEPTH', '10'), 1, 1000),
      aliases: number('GRAPHQL_MAX_ALIASES', value('GRAPHQL_MAX_ALIASES', '30'), 1, 10_000),
      directives: number('GRAPHQL_MAX_DIRECTIVES', value('GRAPHQL_MAX_DIRECTIVES', '50'), 1, 10_000),
      selections: number('GRAPHQL_MAX_SELECTIONS', value('GRAPHQL_MAX_SELECTIONS', '500'), 1, 10_000),
      tokens: number('GRAPHQL_MAX_TOKENS', value('GRAPHQL_MAX_TOKENS', '1000'), 1, 100_000),
    },
    /** The maximum number and total size of persisted queries. A count of 0 disables them. */
    persistedQueries: {
      count: number('PERSISTED_QUERIES', value('PERSISTED_QUERIES', '1000'), 0, 1_000_000),
      bytes: number('PERSISTED_QUERY_BYTES', value('PERSISTED_QUERY_BYTES', '4194304'), 1, 1_000_000_000),
    },
    /** The timeout for responses of the services. */
    upstreamSeconds: number('UPSTREAM_SECONDS', value('UPSTREAM_SECONDS', '10'), 0.1, 600),
    /** The timeout for the shutdown after SIGTERM. */
    shutdownSeconds: number('SHUTDOWN_SECONDS', value('SHUTDOWN_SECONDS', '10'), 0.1, 600),
    logLevel: LOG_LEVELS[oneOf(Object.keys(LOG_LEVELS), 'LOG_LEVEL', value('LOG_LEVEL', 'info'))],
  };
}

function oneOf(known, name, value) {
  if (!known.includes(value)) throw new Error(`${name} is one of: ${known.join(', ')}; found "${value}".`);
  return value;
}

function number(name, value, least, most) {
  const found = Number(value);
  if (!(found >= least && found <= most))
    throw new Error(`${name} is a number from ${least} to ${most}; found "${value}".`);
  return found;
}

function origins(name, value) {
  return value
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each) => origin(name, each));
}

function origin(name, value) {
  if (!/^https?:\/\/[^/\s?#@]+$/.test(value))
    throw new Error(`${name} is an address such as http://127.0.0.1:8000; found "${value}".`);
  return value;
}
