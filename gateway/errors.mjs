// What a client is told when something goes wrong. Errors of the services and of validation pass as they are; a service
// that cannot be asked is named; anything else is masked. The log has the cause under the id that the client is given.
import { randomBytes } from 'node:crypto';

import { GraphQLError } from 'graphql';

const TIMEOUTS = new Set(['GATEWAY_TIMEOUT', 'TIMEOUT_ERROR']);

/** A function that makes of an error what the client may see. */
export function errorMask(log, settings) {
  /** One failure seen in many places has one id and one log entry. */
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
    const late = TIMEOUTS.has(extensions.code);
    if (cause instanceof GraphQLError && !late) return error;
    const service = extensions.serviceName;
    const id = idOf(cause, service, path);
    if (!service)
      return new GraphQLError('Internal server error', {
        path,
        nodes,
        extensions: { code: 'INTERNAL_ERROR', id },
      });
    const [code, message] = late
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

/** A list of hundreds whose rows all lack the same field for the same reason says so once. */
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

/** What the graph holds is not for everybody to guess at. */
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
