// Fails if a contract in schema/ breaks the contracts of the last release (schema/released/), unless schema/breaking.json
// records the break and CHANGELOG.md mentions it: node tools/check-breaking.mjs
// --release copies schema/ to schema/released/. --root <folder> works on another tree.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { contractBreaks } from './breaking/contracts.mjs';

const CONTRACTS = ['admin.graphql', 'main.graphql', 'openapi', 'events'];

const { values } = parseArgs({
  options: {
    release: { type: 'boolean', default: false },
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
});
const schema = join(values.root, 'schema');
const released = join(schema, 'released');
const records = join(schema, 'breaking.json');

if (values.release) release();
else check();

function check() {
  const breaks = contractBreaks(released, schema);
  const recorded = JSON.parse(readFileSync(records, 'utf8'));
  const unreleased = unreleasedChanges(readFileSync(join(values.root, 'CHANGELOG.md'), 'utf8'));
  const known = new Set(recorded.map((record) => record.break));
  const complaints = [
    ...breaks
      .filter((line) => !known.has(line))
      .map((line) => `Breaks clients, and schema/breaking.json does not record it: ${line}`),
    ...recorded.flatMap((record) => [...recordComplaints(record, breaks, unreleased)]),
  ];
  for (const complaint of complaints) console.log(complaint);
  if (complaints.length > 0) {
    console.log('CONTRIBUTING.md says how a break is recorded.');
    process.exit(1);
  }
  console.log(`${breaks.length} breaking changes since the last release, all of them recorded`);
}

function* recordComplaints(record, breaks, unreleased) {
  const missing = ['break', 'reason', 'changelog'].filter((name) => !record[name]?.trim());
  if (missing.length > 0) {
    yield `A record in schema/breaking.json lacks its ${missing.join(' and ')}: ${JSON.stringify(record)}`;
    return;
  }
  if (!breaks.includes(record.break))
    yield `schema/breaking.json records what is no break (any more): ${record.break}`;
  if (!unreleased.includes(oneLine(record.changelog))) {
    yield `"Unreleased" in CHANGELOG.md does not say "${record.changelog}", as schema/breaking.json has it for: ${record.break}`;
  }
}

function unreleasedChanges(changelog) {
  return oneLine(changelog.split(/^## /m).find((part) => part.startsWith('Unreleased')) ?? '');
}

/** Normalises white space, so that line breaks do not matter. */
function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim();
}

function release() {
  rmSync(released, { recursive: true, force: true });
  for (const name of CONTRACTS) cpSync(join(schema, name), join(released, name), { recursive: true });
  writeFileSync(records, '[]\n');
  console.log('schema/released/ is what clients rely on from now on');
}
