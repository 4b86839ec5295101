import type { FastifyInstance } from 'fastify';

const PATH = '/explorer';

const DEFAULT_QUERY = `# Ctrl-Enter runs an operation; subscriptions come over graphql-transport-ws.
# Log in, then set {"authorization": "Bearer …"} under Headers.
query WhoAmI {
  me {
    email
  }
}
`;

/**
 * Serves GraphiQL at `/explorer` for development without the internet: one page that loads nothing else and speaks to `/graphql` of its own
 * origin. Without the development dependencies (the image) it leads to `/graphql`, where Apollo Sandbox is. `/` leads there too.
 */
export const serveExplorer = (app: FastifyInstance): void => {
  const page = later(async () => {
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
    return renderGraphiQL({ title: 'Madang', endpoint: '/graphql', subscriptionsProtocol: 'WS', defaultQuery: DEFAULT_QUERY });
  });
  app.get('/', async (_request, reply) => reply.redirect('/graphql'));
  app.get(PATH, async (_request, reply) => {
    const html = await page().catch(() => null);
    return html === null ? reply.redirect('/graphql') : reply.type('text/html; charset=utf-8').send(html);
  });
};

/** Made when it is first asked for: nine megabytes of text. */
const later = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
};
