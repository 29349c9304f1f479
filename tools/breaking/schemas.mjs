// Lists the breaking changes between two JSON Schemas. A reader accepts fewer values than before, and a writer accepts more.
// So each rule compares two sets of values, and the direction decides which schema must be a subset of the other.

/** The party that uses a schema: it reads values that we send, or writes values that we receive. */
export const READER = 'reader';
export const WRITER = 'writer';

const UPPER_BOUNDS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const LOWER_BOUNDS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const EXACT_RULES = ['format', 'pattern', 'multipleOf'];

/** Keywords that the comparison does not support. No contract uses them. If one does, the comparison fails. */
const NOT_COMPARED = [
  'allOf',
  'not',
  'if',
  'patternProperties',
  'prefixItems',
  'propertyNames',
  'dependentSchemas',
];

/**
 * The changes from `before` to `after` that break `party`. Each line starts with the place in the schema. Both are
 * `{ schema, document }`; references are resolved in the document.
 */
export function schemaBreaks(before, after, party) {
  return [...new Comparison(before.document, after.document, party).compare(before.schema, after.schema, '')];
}

class Comparison {
  constructor(beforeDocument, afterDocument, party) {
    this.documents = { before: beforeDocument, after: afterDocument };
    this.reads = party === READER;
    this.open = new Set();
  }

  *compare(beforeSchema, afterSchema, place) {
    const pair = JSON.stringify([beforeSchema, afterSchema]);
    if (this.open.has(pair)) return; // a recursive schema
    this.open.add(pair);
    try {
      yield* this.compareAlternatives(beforeSchema, afterSchema, place);
    } finally {
      this.open.delete(pair);
    }
  }

  *compareAlternatives(beforeSchema, afterSchema, place) {
    const before = alternatives(beforeSchema, this.documents.before);
    const after = alternatives(afterSchema, this.documents.after);
    const [narrow, wide] = this.reads ? [after, before] : [before, after];
    if (wide.some(isAnything)) return;
    if (narrow.some(isNull) && !wide.some(isNull))
      yield this.say(place, 'may be null now', 'may no longer be null');
    const [befores, afters] = [before, after].map((list) => list.filter((schema) => !isNull(schema)));
    if (befores.length === 1 && afters.length === 1) return yield* this.compareOne(befores[0], afters[0], place);
    for (const schema of this.reads ? afters : befores) {
      const fits = (other) =>
        isEmpty(this.reads ? this.compareOne(other, schema, place) : this.compareOne(schema, other, place));
      if (!(this.reads ? befores : afters).some(fits)) {
        yield this.say(place, `may be ${nameOf(schema)} now`, `may no longer be ${nameOf(schema)}`);
      }
    }
  }

  *compareOne(before, after, place) {
    const [narrow, wide] = this.reads ? [after, before] : [before, after];
    if (wide.type && narrow.type !== wide.type && !(narrow.type === 'integer' && wide.type === 'number')) {
      yield `${place || 'it'} changed from ${nameOf(before)} to ${nameOf(after)}`;
      return;
    }
    yield* this.compareValues(narrow, wide, place);
    for (const rule of EXACT_RULES) {
      if (wide[rule] !== undefined && narrow[rule] !== wide[rule]) yield changed(rule, before, after, place);
    }
    for (const rule of UPPER_BOUNDS) {
      if (wide[rule] !== undefined && !(narrow[rule] <= wide[rule])) yield changed(rule, before, after, place);
    }
    for (const rule of LOWER_BOUNDS) {
      if (wide[rule] !== undefined && wide[rule] !== 0 && !(narrow[rule] >= wide[rule]))
        yield changed(rule, before, after, place);
    }
    if (before.items || after.items) yield* this.compare(before.items ?? {}, after.items ?? {}, `${place}[]`);
    yield* this.compareProperties(before, after, place);
  }

  *compareValues(narrow, wide, place) {
    const [few, many] = [valuesOf(narrow), valuesOf(wide)];
    if (!many) return;
    const listed = many.map((value) => JSON.stringify(value)).join(', ');
    if (!few) yield this.say(place, `is no longer one of ${listed}`, `must be one of ${listed} now`);
    for (const value of few ?? []) {
      const shown = JSON.stringify(value);
      if (!many.includes(value)) yield this.say(place, `may be ${shown} now`, `may no longer be ${shown}`);
    }
  }

  *compareProperties(before, after, place) {
    const [old, fresh] = [before.properties ?? {}, after.properties ?? {}];
    const [narrow, wide] = this.reads ? [after, before] : [before, after];
    for (const name of Object.keys({ ...old, ...fresh })) {
      const inner = place ? `${place}.${name}` : name;
      if (!(name in fresh)) {
        yield `${inner} was removed`;
        continue;
      }
      if (wide.required?.includes(name) && !narrow.required?.includes(name)) {
        yield this.say(inner, 'is no longer always there', 'has become required');
      }
      if (name in old) yield* this.compare(old[name], fresh[name], inner);
    }
    const [oldRest, freshRest] = [before.additionalProperties ?? true, after.additionalProperties ?? true];
    if (typeof oldRest === 'object' && freshRest !== false)
      yield* this.compare(oldRest, freshRest === true ? {} : freshRest, `${place}{}`);
    else if (!this.reads && oldRest !== false && freshRest === false)
      yield `${place || 'it'} takes no other properties any more`;
    else if (!this.reads && oldRest === true && typeof freshRest === 'object')
      yield* this.compare({}, freshRest, `${place}{}`);
  }

  say(place, toReader, toWriter) {
    return `${place || 'it'} ${this.reads ? toReader : toWriter}`;
  }
}

/** The alternative schemas, with resolved references. A value must match one of them. */
function alternatives(schema, document) {
  const { $ref, anyOf, oneOf, ...rest } = schema === true || schema === undefined ? {} : schema;
  if ($ref) return alternatives({ ...lookUp($ref, document), ...rest }, document);
  const unknown = NOT_COMPARED.find((keyword) => keyword in rest);
  if (unknown) throw new Error(`tools/breaking/schemas.mjs cannot compare ${unknown}. Add support for it.`);
  const choices = anyOf ?? oneOf;
  if (choices) return choices.flatMap((choice) => alternatives(choice, document));
  return Array.isArray(rest.type) ? rest.type.map((type) => ({ ...rest, type })) : [rest];
}

function lookUp(reference, document) {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce((found, name) => found[name], document);
}

function changed(rule, before, after, place) {
  return `${place || 'it'} changed its ${rule} from ${before[rule] ?? 'none'} to ${after[rule] ?? 'none'}`;
}

function isNull(schema) {
  return schema.type === 'null';
}

function isAnything(schema) {
  return !schema.type && !valuesOf(schema) && !schema.properties;
}

function isEmpty(iterable) {
  for (const _ of iterable) return false;
  return true;
}

function valuesOf(schema) {
  return 'const' in schema ? [schema.const] : schema.enum;
}

function nameOf(schema) {
  return (
    schema.type ??
    valuesOf(schema)
      ?.map((value) => JSON.stringify(value))
      .join(' or ') ??
    'anything'
  );
}
