import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { pino } from 'pino';
import { freePort } from '#kit/free-port.ts';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { runSmall } from '../test/small-graph.ts';
import { SECRET } from '../test/start-gateway.ts';
import { createHttpSubgraph } from './http-subgraph.ts';
import { watchSubgraphs } from './subgraph-health.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const serve = async (port = 0): Promise<string> => {
  const app = fastify({ forceCloseConnections: true });
  serveSubgraph(app, runSmall({ things: { sdl: 'type Query { thing: Int }' } }).things!, SECRET);
  cleanups.add(() => app.close());
  return app.listen({ port, host: '127.0.0.1' });
};

const watch = (url: string, { gatewaySecret = SECRET, firstLookMs = 60_000 } = {}) => {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({ write: (line, _encoding, done) => done(void lines.push(JSON.parse(String(line)))) });
  const subgraph = createHttpSubgraph({ name: 'event', url, gatewaySecret });
  const health = watchSubgraphs(() => [{ subgraph, url, variable: 'EVENT_URL' }], pino(stream), firstLookMs);
  cleanups.add(() => subgraph.close());
  cleanups.add(health.close);
  return { health, lines };
};

describe('A subgraph that does not answer', () => {
  it('is named with its URL and what to do, once, and when it is back', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/graphql`;
    const { health, lines } = watch(url);
    for (let count = 0; count < 3; count++) expect(await health.away()).toEqual(['event']);
    expect(lines).toEqual([
      expect.objectContaining({
        subgraph: 'event',
        url,
        msg: `the subgraph "event" does not answer at ${url}: start it, or correct EVENT_URL. Its fields are null meanwhile.`,
      }),
    ]);
    await serve(port);
    expect(await health.away()).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ subgraph: 'event', url, msg: 'the subgraph "event" answers again' });
    expect(lines).toHaveLength(2);
  });

  it('is looked for without being asked', async () => {
    const { lines } = watch('http://127.0.0.1:1/graphql', { firstLookMs: 0 });
    await eventually(() => lines.length === 1);
  });

  it.each([
    ['its path is wrong', '/graph', {}, 'EVENT_URL must name its GraphQL endpoint'],
    ['it knows another secret', '/graphql', { gatewaySecret: 'x'.repeat(32) }, 'give both the same GATEWAY_SECRET'],
  ])('because %s is told so', async (_why, path, options, advice) => {
    const { health, lines } = watch(`${await serve()}${path}`, options);
    expect(await health.away()).toEqual(['event']);
    expect(lines[0]?.msg).toContain(advice);
  });

  it('because there is no such host is told so, without what the URL has beside it', async () => {
    const { health, lines } = watch('http://somebody:secret@nowhere.invalid:4002/graphql');
    expect(await health.away()).toEqual(['event']);
    expect(lines[0]?.msg).toContain('http://nowhere.invalid:4002/graphql: there is no such host; correct EVENT_URL');
  });
});
