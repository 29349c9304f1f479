// GraphiQL at the URL of the gateway. The page contains all of its resources, so it works offline. Its content security
// policy does not allow requests to other hosts.
import { randomBytes } from 'node:crypto';

const POLICY = [
  "default-src 'none'",
  'worker-src blob:',
  // The editor creates its own style sheets.
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
# It uses both services: admin_service stores the
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
# Programs use delivery: TOKEN and send
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
/** Placeholders in the page. They are replaced by code that reads the query from the URL instead of the examples. */
const TABS = 'tabs of the URL';
const VARIABLES = 'variables of the URL';

/** The plugin that serves GraphiQL to browsers. */
export async function useExplorer(path) {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = pageOf(renderGraphiQL, path);
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const isPageRequest = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!isPageRequest || url.pathname !== path) return;
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

/** GraphiQL reads the query from the URL, but not the variables. It also does not hide the examples if there is a query. */
function pageOf(renderGraphiQL, path) {
  const parameters = 'new URL(location.href).searchParams';
  const tabs = JSON.stringify(EXAMPLES).replaceAll('<', '\\u003c');
  return renderGraphiQL({
    endpoint: path,
    title: 'Tandem GraphiQL',
    defaultTabs: TABS,
    variables: VARIABLES,
  })
    .replace(JSON.stringify(TABS), () => `${parameters}.has('query') ? undefined : ${tabs}`)
    .replace(JSON.stringify(VARIABLES), () => `${parameters}.get('variables') ?? undefined`);
}
