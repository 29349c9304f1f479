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
const EXAMPLE = `# Both services as one graph: the stock is admin_service's, the likes of the one who asks are main_service's.
{
  products(first: 3) {
    nodes {
      title
      stock
      likedByMe
    }
  }
}
`;

/** The plugin that shows it to a browser. */
export async function useExplorer(path) {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({ endpoint: path, title: 'Tandem GraphiQL', defaultQuery: EXAMPLE });
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const asksForPage = request.method === 'GET' && request.headers.get('accept')?.includes('text/html');
      if (!asksForPage || url.pathname !== path || url.searchParams.has('query')) return;
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
