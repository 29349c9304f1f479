// Lists the breaking changes between two folders of contracts. Each line identifies a break permanently.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildASTSchema, findBreakingChanges, parse } from 'graphql';

import { compose } from '../supergraph.mjs';
import { openapiBreaks } from './openapi.mjs';
import { READER, schemaBreaks } from './schemas.mjs';

export function contractBreaks(released, current) {
  return [
    ...graphqlBreaks(released, current),
    ...fileBreaks(released, current, 'openapi', openapiBreaks),
    ...fileBreaks(released, current, 'events', eventBreaks),
  ];
}

/** The breaks of each service, and those breaks of the supergraph that are not breaks of a service. */
function graphqlBreaks(released, current) {
  const services = ['admin', 'main'].flatMap((name) => {
    const [before, after] = [released, current].map((folder) =>
      readFileSync(join(folder, `${name}.graphql`), 'utf8'),
    );
    return sdlBreaks(before, after).map((line) => [name, line]);
  });
  const known = new Set(services.map(([, line]) => line));
  const graph = sdlBreaks(compose(released).publicSdl, compose(current).publicSdl).filter(
    (line) => !known.has(line),
  );
  return [
    ...services.map(([name, line]) => `${name}.graphql: ${line}`),
    ...graph.map((line) => `the graph of both: ${line}`),
  ];
}

function sdlBreaks(before, after) {
  // The SDL of a service does not declare the federation directives.
  const [was, is] = [before, after].map((sdl) =>
    buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true }),
  );
  return findBreakingChanges(was, is).map(({ type, description }) => `${type} ${description}`);
}

function fileBreaks(released, current, folder, breaksOf) {
  return readdirSync(join(released, folder)).flatMap((file) => {
    const name = `${folder}/${file}`;
    if (!existsSync(join(current, name))) return [`${name}: it was removed`];
    const [before, after] = [released, current].map((root) => JSON.parse(readFileSync(join(root, name), 'utf8')));
    return breaksOf(before, after).map((line) => `${name}: ${line}`);
  });
}

function eventBreaks(before, after) {
  return schemaBreaks({ schema: before, document: before }, { schema: after, document: after }, READER);
}
