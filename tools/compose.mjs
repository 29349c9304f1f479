// Composes schema/admin.graphql and schema/main.graphql into schema/supergraph.graphql: node tools/compose.mjs
// Fails if the composer of The Guild or Apollo rejects the schemas.
// --check writes nothing and fails if the file is out of date.
// --schema <folder> works on another folder; --admin <url> and --main <url> set the routing addresses.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { checkWithApollo, compose } from './supergraph.mjs';

const {
  values: { check, schema, ...addresses },
} = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    schema: { type: 'string', default: fileURLToPath(new URL('../schema', import.meta.url)) },
    admin: { type: 'string' },
    main: { type: 'string' },
  },
});

const target = join(schema, 'supergraph.graphql');
const supergraph = composed();
if (!check) {
  writeFileSync(target, supergraph);
} else if (read(target) !== supergraph) {
  console.error('schema/supergraph.graphql is out of date: run node tools/compose.mjs');
  process.exit(1);
}

function composed() {
  try {
    const { supergraph } = compose(schema, addresses);
    checkWithApollo(schema, addresses);
    return supergraph;
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
