// Limits for the size of operations, checked in one pass over the document before it is validated. The rules are those of
// service_kit's limits.py, for the combined schema. Each fragment is measured only once, so a document of nested fragments
// that expands to 2^90 fields is rejected as fast as any other. The services calculate the cost of operations.
import { GraphQLError, Kind, parse } from 'graphql';

const MAX_CHARACTERS = 20_000;
const MAX_ROOT_FIELDS = 10;
const MAX_DIRECTIVES_IN_ONE_PLACE = 8;
const INTROSPECTION_DEPTH = 16;
const INTROSPECTION_FIELDS = new Set(['__schema', '__type']);

/** The plugin that parses documents and rejects those that exceed a limit of the settings. */
export function useLimits(limits) {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => parseWithinLimits(source, options, limits));
    },
  };
}

function parseWithinLimits(source, options, limits) {
  const text = typeof source === 'string' ? source : source.body;
  check('CHARACTER_LIMIT', text.length, MAX_CHARACTERS, 'characters');
  const document = parseTokens(source, options, limits.tokens);
  const measure = measurement(document);
  for (const definition of document.definitions) {
    if (!definition.selectionSet) continue;
    checkTally(measure(definition), definition.kind === Kind.OPERATION_DEFINITION, limits);
  }
  return document;
}

function parseTokens(source, options, limit) {
  try {
    return parse(source, { ...options, maxTokens: limit });
  } catch (error) {
    if (!error.message.includes(`more that ${limit} tokens`)) throw error;
    throw tooLarge('TOKEN_LIMIT', `over ${limit} tokens`, { limit });
  }
}

/** Returns a function that measures a definition, including the fragments that it spreads. */
function measurement(document) {
  const fragments = new Map(
    document.definitions
      .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const known = new Map();

  function selectionSet(node) {
    const tally = emptyTally();
    for (const selection of node.selectionSet?.selections ?? []) {
      tally.selections += 1;
      tally.directives += directivesOf(selection);
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
      // A placeholder during the traversal. A fragment that spreads itself adds nothing, and validation reports it.
      known.set(name, emptyTally());
      if (fragments.has(name)) known.set(name, definitionTally(fragments.get(name)));
    }
    return known.get(name);
  }

  /** The directives of a fragment count only once, so they are stored by its name. */
  function definitionTally(definition) {
    const { directives, ...tally } = selectionSet(definition);
    tally.inFragments.set(definition.name.value, directives + directivesOf(definition));
    return { ...tally, directives: 0 };
  }

  function operationTally(definition) {
    const tally = selectionSet(definition);
    return { ...tally, directives: tally.directives + directivesOf(definition) };
  }

  return (definition) =>
    definition.kind === Kind.FRAGMENT_DEFINITION ? fragment(definition.name.value) : operationTally(definition);
}

function emptyTally() {
  return {
    height: 0,
    introspection: 0,
    roots: 0,
    aliases: 0,
    directives: 0,
    inFragments: new Map(),
    selections: 0,
  };
}

function directivesOf(node) {
  const found = node.directives?.length ?? 0;
  check('DIRECTIVE_LIMIT', found, MAX_DIRECTIVES_IN_ONE_PLACE, 'directives in one place');
  return found;
}

function add(tally, other) {
  for (const name of ['roots', 'aliases', 'directives', 'selections']) tally[name] += other[name];
  for (const [name, directives] of other.inFragments) tally.inFragments.set(name, directives);
  for (const name of ['height', 'introspection']) tally[name] = Math.max(tally[name], other[name]);
}

function checkTally(tally, isOperation, limits) {
  const directives = [...tally.inFragments.values()].reduce((sum, found) => sum + found, tally.directives);
  check('ALIAS_LIMIT', tally.aliases, limits.aliases, 'aliases');
  check('DIRECTIVE_LIMIT', directives, limits.directives, 'directives');
  check('SELECTION_LIMIT', tally.selections, limits.selections, 'fields and fragments');
  check('DEPTH_LIMIT', tally.introspection, INTROSPECTION_DEPTH, 'nesting levels');
  // A fragment may contain only introspection. It is checked again as part of the operations that spread it.
  if (!isOperation) return;
  check('DEPTH_LIMIT', tally.height, limits.depth, 'nesting levels');
  check('ROOT_FIELD_LIMIT', tally.roots, MAX_ROOT_FIELDS, 'root fields');
}

function check(code, found, limit, what) {
  if (found > limit) throw tooLarge(code, `${found} ${what}`, { limit, found });
}

function tooLarge(code, what, { limit, ...found }) {
  const message = `The operation is too large: ${what}, but at most ${limit} are allowed.`;
  return new GraphQLError(message, { extensions: { code, limit, ...found } });
}
