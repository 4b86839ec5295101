import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { createLog } from '#kit/log.ts';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { readConfig } from '../config.ts';
import { createRemoteSubgraphs } from '../sources/remote-subgraphs.ts';
import type { SmallSubgraph } from './case.ts';
import { rawSocket } from './raw-socket.ts';
import { composeSmall, runSmall } from './small-graph.ts';
import { SECRET, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const shops: SmallSubgraph = {
  sdl: 'type Query { shop: Shop! } type Shop @key(fields: "id") { id: ID! name: String! }',
  resolvers: { Query: { shop: () => ({ id: '1', name: '마당' }) } },
};
const ratings = (rating: number): SmallSubgraph => ({
  sdl: 'type Query { best: Int } type Mutation { rate: Int! } type Shop @key(fields: "id") { id: ID! rating: Int! }',
  resolvers: { Shop: { rating: () => rating }, Mutation: { rate: () => rating } },
});

/** Serves subgraphs each on a port of its own. */
const serve = async (subgraphs: Record<string, SmallSubgraph>): Promise<Record<string, string>> => {
  const served = Object.values(runSmall(subgraphs)).map(async (subgraph) => {
    const app = fastify({ forceCloseConnections: true });
    serveSubgraph(app, subgraph, SECRET);
    cleanups.add(() => app.close());
    return [subgraph.name, `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`] as const;
  });
  return Object.fromEntries(await Promise.all(served));
};

/** The supergraph that says where each subgraph is. */
const composeAt = (subgraphs: Record<string, SmallSubgraph>, urls: Record<string, string>): string =>
  Object.entries(urls).reduce((sdl, [name, url]) => sdl.replace(`http://${name}.test`, url), composeSmall(subgraphs));

const QUERY = '{ shop { name rating } }';

describe.each(['http', 'sockets'])('Any supergraph whose subgraphs are elsewhere, over %s', (link) => {
  const subgraphs = { shops, ratings: ratings(5) };
  let urls: Record<string, string>;
  let gateway: TestGateway;

  beforeEach(async () => {
    urls = await serve(subgraphs);
    const config = readConfig({ NODE_ENV: 'test', GATEWAY_SECRET: SECRET, SUBGRAPH_LINK: link });
    const remote = createRemoteSubgraphs(config, createLog('silent', 'gateway'));
    gateway = await startGateway({ subgraphs: {}, supergraph: composeAt(subgraphs, urls), createSubgraph: remote.create });
    cleanups.add(gateway.close);
    cleanups.add(remote.health.close);
  });

  it('is served from where it says they are', async () => {
    expect((await gateway.post(QUERY)).body).toEqual({ data: { shop: { name: '마당', rating: 5 } } });
    expect((await gateway.post('mutation { rate }')).body).toEqual({ data: { rate: 5 } });
  });

  it('is the same for everybody when clients send languages in characters that few headers have', async () => {
    const ask = (language: string) =>
      new Promise<string>((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'accept-language': language };
        const asked = request(`${gateway.url}/graphql`, { method: 'POST', headers }, (answer) => {
          answer.setEncoding('utf8').on('data', resolve);
        });
        asked.on('error', reject).end(JSON.stringify({ query: QUERY }));
      });
    for (let count = 0; count < 12; count++) {
      expect(JSON.parse(await ask(`k\u00e9${count}`))).toEqual({ data: { shop: { name: '마당', rating: 5 } } });
    }
    expect((await gateway.post('mutation { rate }')).body).toEqual({ data: { rate: 5 } });
  });

  it('may name a subgraph more, and another address, when it is loaded anew', async () => {
    const moved = { shops, ratings: ratings(7), extra: { sdl: 'type Query { more: Int! }', resolvers: { Query: { more: () => 1 } } } };
    const movedUrls = { ...(await serve({ ratings: moved.ratings, extra: moved.extra })), shops: urls.shops! };
    expect(gateway.gateway.adopt(composeAt(moved, movedUrls))).toBe(true);
    await eventually(async () => {
      expect((await gateway.post('{ more shop { name rating } }')).body).toEqual({ data: { more: 1, shop: { name: '마당', rating: 7 } } });
    });
  });
});

describe('Subscriptions at a subgraph', () => {
  it('go on where it has moved to, without gap or repeat', async () => {
    const yard = createYard();
    const urls = await serve(yard.subgraphs);
    const remote = createRemoteSubgraphs(readConfig({ NODE_ENV: 'test', GATEWAY_SECRET: SECRET }), createLog('silent', 'gateway'));
    cleanups.add(remote.health.close);
    const { gateway, url, close } = await startGateway({
      subgraphs: {},
      supergraph: composeAt(yard.subgraphs, urls),
      createSubgraph: remote.create,
    });
    cleanups.add(close);
    const socket = await rawSocket(url);
    const names = () => socket.results('feed').map((result) => (result as { data: { entered: { name: string } } }).data.entered.name);
    socket.subscribe('feed', 'subscription { entered { name } }');
    await eventually(() => yard.subscriptions().open === 1);
    yard.enter('a');
    await eventually(() => names().length === 1);
    const moved = { ...urls, ...(await serve({ counts: yard.subgraphs.counts })) };
    expect(gateway.adopt(composeAt(yard.subgraphs, moved))).toBe(true);
    yard.enter('b');
    await eventually(() => yard.subscriptions().total === 2);
    yard.enter('c');
    await eventually(() => names().length === 3);
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(socket.heard.filter(({ type }) => type === 'complete')).toEqual([]);
  });
});

describe('One subgraph', () => {
  it('may have a deadline of its own, and an address', async () => {
    const stuck: SmallSubgraph = { ...shops, resolvers: { Query: { shop: () => new Promise<never>(() => {}) } } };
    const { user } = await serve({ user: stuck });
    const config = readConfig({ NODE_ENV: 'test', GATEWAY_SECRET: SECRET, USER_URL: user!, USER_TIMEOUT_MS: '100' });
    const remote = createRemoteSubgraphs(config, createLog('silent', 'gateway'));
    const source = remote.create({ name: 'user', url: 'http://elsewhere.invalid/graphql' });
    cleanups.add(() => source.close());
    cleanups.add(remote.health.close);
    await expect(source.execute({ query: '{ shop { name } }', headers: {} })).rejects.toThrow('No answer within 100 ms');
  });
});

describe('A supergraph with a subgraph that nothing is known of', () => {
  it('is refused by name', async () => {
    const starting = startGateway({ subgraphs: {}, supergraph: composeSmall({ shops }) });
    await expect(starting).rejects.toThrow('subgraphs that are not there: shops');
  });
});
