import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const PATH = '/explorer';

const DEFAULT_QUERY = `# Ctrl-Enter runs the operation.
# For what is yours log in, then set as headers
# {"authorization": "Bearer <accessToken>"};
# subscriptions take them, too.
query IsEmailAvailable {
  emailAvailable(email: "shop@example.com")
}
`;

/**
 * Serves GraphiQL at `/explorer` for development without the internet: one page that loads nothing else and speaks to `/graphql` of its own
 * origin. A browser that has it asks only whether it has changed. Without the development dependencies (the image) it leads to `/graphql`,
 * where Apollo Sandbox is. `/` leads there too.
 */
export const serveExplorer = (app: FastifyInstance): void => {
  const page = later(async () => {
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
    const html = renderGraphiQL({ title: 'Madang', endpoint: '/graphql', subscriptionsProtocol: 'WS', defaultQuery: DEFAULT_QUERY });
    const etag = `W/"${createHash('sha256').update(html).digest('base64url')}"`;
    return { html, compressed: await promisify(gzip)(html), etag };
  });
  app.get('/', async (_request, reply) => reply.redirect('/graphql'));
  app.get(PATH, async (request, reply) => {
    const made = await page().catch(() => null);
    if (made === null) return reply.redirect('/graphql');
    reply.type('text/html; charset=utf-8').headers({ vary: 'accept-encoding', etag: made.etag, 'cache-control': 'no-cache' });
    if (request.headers['if-none-match']?.includes(made.etag)) return reply.code(304).send();
    const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(request.headers['accept-encoding'] ?? '');
    return takesGzip ? reply.header('content-encoding', 'gzip').send(made.compressed) : reply.send(made.html);
  });
};

/** Made when it is first asked for: nine megabytes of text, three of them compressed. */
const later = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
};
