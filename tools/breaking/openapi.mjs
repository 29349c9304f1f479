// Lists the changes of an OpenAPI document that break clients.
import { READER, schemaBreaks, WRITER } from './schemas.mjs';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

export function openapiBreaks(before, after) {
  const found = [];
  const [old, fresh] = [operations(before), operations(after)];
  for (const [key, was] of old) {
    const is = fresh.get(key);
    const lines = is ? operationBreaks({ ...was, document: before }, { ...is, document: after }) : ['was removed'];
    // Bodies of several content types usually have the same schema.
    for (const line of new Set(lines)) found.push(`${was.name} ${line}`);
  }
  return found;
}

/** The operations by method and path. The names of path parameters are ignored. */
function operations(document) {
  const found = new Map();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS.filter((name) => name in item)) {
      const key = `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
      found.set(key, {
        name: `${method.toUpperCase()} ${path}`,
        parameters: item.parameters ?? [],
        ...item[method],
      });
    }
  }
  return found;
}

function* operationBreaks(was, is) {
  yield* parameterBreaks(was, is);
  yield* requestBreaks(was, is);
  for (const [status, answer] of Object.entries(was.responses ?? {})) {
    const now = is.responses?.[status];
    if (!now) {
      yield `no longer answers ${status}`;
      continue;
    }
    yield* contentBreaks(answer.content, now.content, was, is, READER, `answer ${status}`);
    for (const header of Object.keys(answer.headers ?? {})) {
      if (!now.headers?.[header]) yield `answer ${status}: the header ${header} was removed`;
    }
  }
}

function* parameterBreaks(was, is) {
  const keyOf = (parameter) => `${parameter.in} ${parameter.name}`;
  const find = (operation, key) => operation.parameters?.find((parameter) => keyOf(parameter) === key);
  const open = (operation) => (operation.parameters ?? []).filter((parameter) => parameter.in !== 'path');
  for (const parameter of open(was)) {
    const now = find(is, keyOf(parameter));
    const place = `parameter ${parameter.name}`;
    if (!now) {
      yield `${place} was removed`;
      continue;
    }
    if (now.required && !parameter.required) yield `${place} has become required`;
    yield* prefixed(place, schemas(parameter, now, was, is), WRITER);
  }
  for (const parameter of open(is)) {
    if (parameter.required && !find(was, keyOf(parameter)))
      yield `parameter ${parameter.name} has become required`;
  }
}

function* requestBreaks(was, is) {
  if (!was.requestBody) {
    if (is.requestBody?.required) yield 'request: a body has become required';
    return;
  }
  if (!is.requestBody) {
    yield 'request: the body was removed';
    return;
  }
  if (is.requestBody.required && !was.requestBody.required) yield 'request: a body has become required';
  yield* contentBreaks(was.requestBody.content, is.requestBody.content, was, is, WRITER, 'request');
}

function* contentBreaks(before = {}, after = {}, was, is, party, place) {
  for (const [type, content] of Object.entries(before)) {
    if (!after[type]) yield `${place}: ${type} was removed`;
    else yield* prefixed(place, schemas(content, after[type], was, is), party);
  }
}

function schemas(before, after, was, is) {
  return [
    { schema: before.schema, document: was.document },
    { schema: after.schema, document: is.document },
  ];
}

function* prefixed(place, [before, after], party) {
  for (const line of schemaBreaks(before, after, party)) yield `${place}: ${line}`;
}
