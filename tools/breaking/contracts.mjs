// What breaks between two folders of contracts, each break as a line that names it for good.
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

/** Of each service, and of the graph of both: there only what is no break of one of them. */
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
  // Federation's directives are not declared in the SDL of a service.
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
