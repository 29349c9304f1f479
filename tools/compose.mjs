// Composes schema/admin.graphql and schema/main.graphql into schema/supergraph.graphql: node tools/compose.mjs
// --check writes nothing and fails when the file is not what composition gives now.
// --schema <folder> works on another folder; --admin <url> and --main <url> set the routing addresses.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { compositionHasErrors, composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    schema: { type: 'string', default: fileURLToPath(new URL('../schema', import.meta.url)) },
    admin: { type: 'string', default: 'http://127.0.0.1:8000/graphql' },
    main: { type: 'string', default: 'http://127.0.0.1:8001/graphql' },
  },
});

const subgraph = (name) => ({
  name,
  typeDefs: parse(readFileSync(join(values.schema, `${name}.graphql`), 'utf8')),
  url: values[name],
});

const result = composeServices([subgraph('admin'), subgraph('main')]);
if (compositionHasErrors(result)) {
  for (const error of result.errors) console.error(error.message);
  process.exit(1);
}

const target = join(values.schema, 'supergraph.graphql');
const supergraph = `${result.supergraphSdl.trim()}\n`;
if (!values.check) {
  writeFileSync(target, supergraph);
} else if (read(target) !== supergraph) {
  console.error('schema/supergraph.graphql is out of date: run node tools/compose.mjs');
  process.exit(1);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
