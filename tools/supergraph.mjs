// Composition: both services' SDL in a folder, as one graph.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compositionHasErrors, composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const ADDRESSES = { admin: 'http://127.0.0.1:8000/graphql', main: 'http://127.0.0.1:8001/graphql' };

/** The supergraph as a gateway reads it, and what clients see of it. Throws an error with all that is in the way. */
export function compose(folder, addresses = {}) {
  const subgraphs = Object.entries({ ...ADDRESSES, ...addresses }).map(([name, url]) => ({
    name,
    typeDefs: parse(readFileSync(join(folder, `${name}.graphql`), 'utf8')),
    url,
  }));
  const result = composeServices(subgraphs);
  if (compositionHasErrors(result)) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return { supergraph: `${result.supergraphSdl.trim()}\n`, publicSdl: result.publicSdl };
}
