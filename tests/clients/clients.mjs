// Runs each client against an endpoint: node clients.mjs <url> <subscription>
// Prints JSON with the results and requests of each client, by HTTP method. Each client runs twice: first with a server that
// does not know its queries, then with a server that does.
import { apollo } from './apollo.mjs';
import { urql } from './urql.mjs';

const [url, subscription] = process.argv.slice(2);
const CLIENTS = { apollo3: apollo, apollo4: apollo, urql };

const results = await Promise.all(
  Object.entries(CLIENTS).flatMap(([name, open]) =>
    [false, true].map(async (getHashes) => [
      `${name} ${getHashes ? 'GET' : 'POST'}`,
      await run(name, open, getHashes),
    ]),
  ),
);
console.log(JSON.stringify(Object.fromEntries(results)));
process.exit(0);

async function run(name, open, getHashes) {
  // Each run uses its own query, which no other run has registered.
  const kind = `${name}${getHashes ? 'Get' : 'Post'}`;
  const runs = [];
  for (let number = 0; number < 2; number += 1) {
    const sent = [];
    const client = open(name, url, { getHashes, sent });
    runs.push({
      query: await client.query(`query ${kind}($first: Int!) { products(first: $first) { nodes { title } } }`, {
        first: 2,
      }),
      mutation: await client.mutate(`mutation ${kind} { __typename }`),
      subscription: await client.first(subscription),
      sent,
    });
    await client.end();
  }
  return runs;
}
