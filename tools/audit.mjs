// Runs the GraphQL over HTTP audit suite against a running endpoint: node tools/audit.mjs <url>
// Prints every check. Fails if a MUST or a SHOULD check fails.
import { serverAudits } from 'graphql-http';

const url = process.argv[2];
if (!url) {
  console.error('usage: node tools/audit.mjs <url of a GraphQL endpoint>');
  process.exit(2);
}

let failures = 0;
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  const required = /^(MUST|SHOULD)\b/.test(result.name);
  const verdict = result.status === 'ok' ? 'ok' : required ? 'FAILED' : 'optional';
  console.log(`${verdict.padEnd(8)} ${result.id} ${result.name}${result.status === 'ok' ? '' : ` (${result.reason})`}`);
  failures += verdict === 'FAILED';
}
console.log(failures ? `${failures} checks failed` : 'No MUST or SHOULD failed');
process.exit(failures ? 1 : 0);
