// Masks errors before they are sent to clients. Errors of the services and of validation are not changed. If a service is
// unavailable, the error names it. All other errors are masked. The log contains the cause with the id in the response.
import { randomBytes } from 'node:crypto';

import { GraphQLError } from 'graphql';

const TIMEOUTS = new Set(['GATEWAY_TIMEOUT', 'TIMEOUT_ERROR']);

/** Returns a function that converts an error into the error for the client. */
export function errorMask(log, settings) {
  /** A failure that affects several fields has one id and one log entry. */
  const ids = new WeakMap();

  function idOf(cause, service, path) {
    if (!ids.has(cause)) {
      ids.set(cause, randomBytes(6).toString('hex'));
      log.error({ id: ids.get(cause), service, path, err: cause }, service ? 'service_failed' : 'internal_error');
    }
    return ids.get(cause);
  }

  return (error) => {
    const { path, nodes, extensions = {} } = error;
    const cause = causeOf(error);
    const isTimeout = TIMEOUTS.has(extensions.code);
    if (cause instanceof GraphQLError && !isTimeout) return error;
    const service = extensions.serviceName;
    const id = idOf(cause, service, path);
    if (!service)
      return new GraphQLError('Internal server error', {
        path,
        nodes,
        extensions: { code: 'INTERNAL_ERROR', id },
      });
    const [code, message] = isTimeout
      ? ['GATEWAY_TIMEOUT', `${service}_service did not answer within ${settings.upstreamSeconds} s.`]
      : ['SERVICE_UNAVAILABLE', `${service}_service cannot be reached.`];
    return new GraphQLError(message, { path, nodes, extensions: { code, serviceName: service, id } });
  };
}

function causeOf(error) {
  let cause = error;
  while (cause.originalError) cause = cause.originalError;
  return cause;
}

/** The plugin that removes duplicate errors, for example of a long list whose rows lack the same field. */
export function useSingleErrors() {
  return {
    onResultProcess({ result, setResult }) {
      if (!(result?.errors?.length > 1)) return;
      const single = new Map(
        result.errors.map((error) => [JSON.stringify([error.message, error.path, error.extensions]), error]),
      );
      setResult({ ...result, errors: [...single.values()] });
    },
  };
}

/** The plugin that removes "Did you mean" suggestions, which would reveal names of the schema. */
export function useNoSuggestions() {
  return {
    onValidate: () => (validated) => {
      if (!validated.valid) validated.setResult(validated.result.map(withoutSuggestion));
    },
  };
}

function withoutSuggestion({ message, nodes, extensions }) {
  return new GraphQLError(message.replace(/ Did you mean .*\?$/, ''), { nodes, extensions });
}
