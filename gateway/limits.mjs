// How large an operation may be, decided in one pass over the document before anything else looks at it: service_kit's
// limits.py, for the graph of both. Each fragment is measured once, however often it is spread, so a document of nested
// fragments that expands to 2^90 fields is refused as fast as any other. What an operation costs the services say.
import { GraphQLError, Kind, parse } from 'graphql';

/** Deeper and wider than a single service allows: what goes to each of them is only a part. */
const LIMITS = {
  CHARACTER_LIMIT: [20_000, 'characters'],
  TOKEN_LIMIT: [1000, 'tokens'],
  DEPTH_LIMIT: [10, 'levels of nesting'],
  SELECTION_LIMIT: [500, 'fields and fragments'],
  ALIAS_LIMIT: [30, 'aliases'],
  DIRECTIVE_LIMIT: [8, 'directives'],
  ROOT_FIELD_LIMIT: [10, 'root fields'],
};
const INTROSPECTION_DEPTH = 16;
const INTROSPECTION_FIELDS = new Set(['__schema', '__type']);

/** The plugin that parses within the limits, and refuses what is over one of them. */
export function useLimits() {
  return {
    onParse({ setParseFn }) {
      setParseFn(parseWithinLimits);
    },
  };
}

export function parseWithinLimits(source, options) {
  const text = typeof source === 'string' ? source : source.body;
  check('CHARACTER_LIMIT', text.length);
  const document = parseTokens(source, options);
  const measure = measurement(document);
  for (const definition of document.definitions) {
    if (definition.selectionSet) checkTally(measure(definition), definition.kind === Kind.OPERATION_DEFINITION);
  }
  return document;
}

function parseTokens(source, options) {
  const [limit] = LIMITS.TOKEN_LIMIT;
  try {
    return parse(source, { ...options, maxTokens: limit });
  } catch (error) {
    if (!error.message.includes(`more that ${limit} tokens`)) throw error;
    throw tooLarge('TOKEN_LIMIT', `over ${limit} tokens`, { limit });
  }
}

/** A function that says what a definition comes to, the fragments that it spreads included. */
function measurement(document) {
  const fragments = new Map(
    document.definitions
      .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const known = new Map();

  function selectionSet(node) {
    const tally = { height: 0, introspection: 0, roots: 0, aliases: 0, directives: 0, selections: 0 };
    for (const selection of node.selectionSet?.selections ?? []) {
      tally.selections += 1;
      tally.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) field(tally, selection);
      else
        add(
          tally,
          selection.kind === Kind.FRAGMENT_SPREAD ? fragment(selection.name.value) : selectionSet(selection),
        );
    }
    return tally;
  }

  function field(tally, node) {
    const inner = selectionSet(node);
    const introspects = INTROSPECTION_FIELDS.has(node.name.value);
    add(tally, {
      ...inner,
      roots: 1,
      aliases: inner.aliases + (node.alias ? 1 : 0),
      height: introspects ? 1 : 1 + inner.height,
      introspection: introspects
        ? 1 + Math.max(inner.height, inner.introspection)
        : inner.introspection && 1 + inner.introspection,
    });
  }

  function fragment(name) {
    if (!known.has(name)) {
      // Stands in during the walk: a fragment that spreads itself adds nothing, and validation reports it.
      known.set(name, selectionSet({}));
      if (fragments.has(name)) known.set(name, selectionSet(fragments.get(name)));
    }
    return known.get(name);
  }

  return (definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION ? fragment(definition.name.value) : selectionSet(definition);
}

function add(tally, other) {
  for (const name of ['roots', 'aliases', 'directives', 'selections']) tally[name] += other[name];
  for (const name of ['height', 'introspection']) tally[name] = Math.max(tally[name], other[name]);
}

function checkTally(tally, isOperation) {
  check('ALIAS_LIMIT', tally.aliases);
  check('DIRECTIVE_LIMIT', tally.directives);
  check('SELECTION_LIMIT', tally.selections);
  check('DEPTH_LIMIT', tally.introspection, INTROSPECTION_DEPTH);
  // A fragment may be of introspection only; it is seen again where it is spread.
  if (!isOperation) return;
  check('DEPTH_LIMIT', tally.height);
  check('ROOT_FIELD_LIMIT', tally.roots);
}

function check(code, found, limit = LIMITS[code][0]) {
  if (found > limit) throw tooLarge(code, `${found} ${LIMITS[code][1]}`, { limit, found });
}

function tooLarge(code, what, { limit, ...found }) {
  const message = `The operation is too large: ${what}, where at most ${limit} are allowed.`;
  return new GraphQLError(message, { extensions: { code, limit, ...found } });
}
