// Composes the SDL of both services into a supergraph.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import apollo from '@apollo/composition';
import { compositionHasErrors, composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const ADDRESSES = { admin: 'http://127.0.0.1:8000/graphql', main: 'http://127.0.0.1:8001/graphql' };

/** Returns the supergraph for the gateway and the SDL for clients. Throws an error with all composition errors. */
export function compose(folder, addresses = {}) {
  const result = composeServices(subgraphs(folder, addresses));
  if (compositionHasErrors(result)) throw new Error(messages(result.errors));
  return { supergraph: `${result.supergraphSdl.trim()}\n`, publicSdl: result.publicSdl };
}

/** Also composes with Apollo's composer, which is stricter in some places. Throws an error with all of its errors. */
export function checkWithApollo(folder, addresses = {}) {
  const { errors } = apollo.composeServices(subgraphs(folder, addresses));
  if (errors?.length) throw new Error(`Apollo's composer refuses the schemas:\n${messages(errors)}`);
}

function subgraphs(folder, addresses) {
  return Object.entries({ ...ADDRESSES, ...addresses }).map(([name, url]) => ({
    name,
    typeDefs: parse(readFileSync(join(folder, `${name}.graphql`), 'utf8')),
    url,
  }));
}

function messages(errors) {
  return errors.map((error) => error.message).join('\n');
}
