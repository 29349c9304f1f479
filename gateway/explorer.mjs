// GraphiQL at the gateway's own address. Everything that the page needs stands in it, so it works without outside
// network, and its policy lets it ask nobody else.
import { randomBytes } from 'node:crypto';

const POLICY = [
  "default-src 'none'",
  'worker-src blob:',
  // The editor writes style sheets of its own.
  "style-src 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];
const EXAMPLES = [
  {
    query: `# Ctrl-Enter or the ▶ button runs this query.
# It asks both services: admin_service has the
# stock, main_service the likes.
# Sign in with the other tab.
query Products {
  products(first: 3) {
    nodes {
      title
      stock
      likedByMe
    }
  }
}
`,
  },
  {
    query: `# Fill in the password below, at Variables:
# \`make run\` prints the one of "admin".
# A cookie then signs you in.
# Programs ask for delivery: TOKEN, and send
# the header Authorization: Bearer <token>
mutation SignIn($username: String!, $password: String!) {
  login(input: { username: $username, password: $password, delivery: COOKIE }) {
    __typename
    ... on LoginSuccess {
      user {
        username
        role
      }
    }
    ... on Error {
      message
    }
  }
}
`,
    variables: '{\n  "username": "admin",\n  "password": ""\n}',
  },
];
/** Stand in the page where the browser is to look at its address: the query that it names takes the examples' place. */
const TABS = 'tabs of the address';
const VARIABLES = 'variables of the address';

/** The plugin that shows it to a browser. */
export async function useExplorer(path) {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = pageOf(renderGraphiQL, path);
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const asksForPage = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!asksForPage || url.pathname !== path) return;
      const nonce = randomBytes(16).toString('base64url');
      endResponse(
        new fetchAPI.Response(page.replace('<script>', `<script nonce="${nonce}">`), {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': [...POLICY, `script-src 'nonce-${nonce}'`].join('; '),
            'cache-control': 'no-store',
            'referrer-policy': 'same-origin',
            'x-content-type-options': 'nosniff',
            vary: 'Accept',
          },
        }),
      );
    },
  };
}

/** GraphiQL reads the query from its address by itself, but neither the variables nor whether to show the examples. */
function pageOf(renderGraphiQL, path) {
  const given = 'new URL(location.href).searchParams';
  const tabs = JSON.stringify(EXAMPLES).replaceAll('<', '\\u003c');
  return renderGraphiQL({
    endpoint: path,
    title: 'Tandem GraphiQL',
    defaultTabs: TABS,
    variables: VARIABLES,
  })
    .replace(JSON.stringify(TABS), () => `${given}.has('query') ? undefined : ${tabs}`)
    .replace(JSON.stringify(VARIABLES), () => `${given}.get('variables') ?? undefined`);
}
