import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createHttpSubgraph } from '../sources/http-subgraph.ts';
import { rawSocket } from './raw-socket.ts';
import { runSmall } from './small-graph.ts';
import { collect, FIRST_WITHIN_MS, SECRET, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

/** The counts subgraph in a server that can be killed and started again on its port. */
const createMortalServer = (yard: Yard) => {
  const { counts } = runSmall({ counts: yard.subgraphs.counts });
  const sockets = new Set<unknown>();
  let app: FastifyInstance | undefined;
  let port = 0;
  const start = async (): Promise<string> => {
    app = fastify({ forceCloseConnections: true });
    app.server.on('upgrade', (_request, socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    serveSubgraph(app, counts!, SECRET);
    const url = await app.listen({ port, host: '127.0.0.1' });
    port = Number(new URL(url).port);
    return `${url}/graphql`;
  };
  return { start, sockets: () => sockets.size, kill: async () => void (await app?.close()) };
};

let yard: Yard;
let server: ReturnType<typeof createMortalServer>;
let gateway: TestGateway;

beforeAll(async () => {
  yard = createYard();
  server = createMortalServer(yard);
  const counts = createHttpSubgraph({ name: 'counts', url: await server.start(), gatewaySecret: SECRET });
  gateway = await startGateway({ subgraphs: yard.subgraphs, sources: { counts } });
});
afterAll(async () => {
  await gateway.close();
  await server.kill();
});
beforeEach(() => eventually(() => yard.subscriptions().open === 0));

const PULSE = 'subscription { pulse(id: "7") { count event { title count } } }';
const counts = (results: unknown[]): number[] =>
  results.map((result) => (result as { data: { pulse: { count: number } } }).data.pulse.count);
const names = (results: unknown[]): string[] =>
  results.map((result) => (result as { data: { entered: { name: string } } }).data.entered.name);

describe('A live value over HTTP and graphql-transport-ws', () => {
  it('carries fields of other subgraphs and nothing the client did not ask for', async () => {
    yard.setPulse({ count: 1, version: 10 });
    const live = collect(gateway.socket().client, PULSE);
    await eventually(() => live.results.length === 1);
    expect(live.results).toEqual([{ data: { pulse: { count: 1, event: { title: 'Event 7', count: 1 } } } }]);
    live.stop();
  });

  it('survives its subgraph: the state changed meanwhile comes, what was sent does not come again', async () => {
    yard.setPulse({ count: 1, version: 20 });
    const live = collect(gateway.socket().client, PULSE);
    await eventually(() => live.results.length === 1);
    await server.kill();
    await eventually(() => yard.subscriptions().open === 0);
    await server.start();
    await eventually(() => yard.subscriptions().open === 1);
    yard.setPulse({ count: 2, version: 21 });
    await eventually(() => live.results.length === 2);
    await server.kill();
    yard.setPulse({ count: 3, version: 22 });
    await server.start();
    await eventually(() => live.results.length === 3);
    expect(counts(live.results)).toEqual([1, 2, 3]);
    live.stop();
  });

  it('never goes back to an older version', async () => {
    yard.setPulse({ count: 5, version: 30 });
    const live = collect(gateway.socket().client, PULSE);
    await eventually(() => live.results.length === 1);
    yard.setPulse({ count: 4, version: 29 });
    yard.setPulse({ count: 6, version: 31 });
    await eventually(() => live.results.length === 2);
    expect(counts(live.results)).toEqual([5, 6]);
    live.stop();
  });

  it('sends the newest state when many came at once', async () => {
    yard.setPulse({ count: 0, version: 100 });
    const live = collect(gateway.socket().client, PULSE);
    await eventually(() => live.results.length === 1);
    for (let step = 1; step <= 200; step++) yard.setPulse({ count: step, version: 100 + step });
    await eventually(() => counts(live.results).at(-1) === 200);
    expect(live.results.length).toBeLessThan(200);
    live.stop();
  });

  it('ends with SERVICE_UNAVAILABLE when its subgraph is not there at the start', async () => {
    await server.kill();
    const live = collect(gateway.socket().client, PULSE);
    await eventually(() => live.done);
    await server.start();
    expect(live.results).toEqual([
      { errors: [expect.objectContaining({ path: ['pulse'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'counts' } })] },
    ]);
  });
});

describe('A feed', () => {
  const FEED = 'subscription ($after: String) { entered(after: $after) { name event { title } } }';

  it('brings each item once and in order, over a restart of its subgraph', async () => {
    const live = collect(gateway.socket().client, FEED);
    await eventually(() => yard.subscriptions().open === 1);
    yard.enter('a');
    yard.enter('b');
    await eventually(() => live.results.length === 2);
    await server.kill();
    yard.enter('c');
    yard.enter('d');
    await server.start();
    await eventually(() => live.results.length === 4);
    yard.enter('e');
    await eventually(() => live.results.length === 5);
    expect(names(live.results)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(live.results[0]).toEqual({ data: { entered: { name: 'a', event: { title: 'Event 7' } } } });
    live.stop();
  });

  it('begins after the client’s cursor, in a variable or in the document', async () => {
    const { client } = gateway.socket();
    const byVariable = collect(client, FEED, { after: '3' });
    const byLiteral = collect(client, 'subscription { ...s } fragment s on Subscription { entered(after: "4") { n: name cursor } }');
    await eventually(() => byVariable.results.length === 2 && byLiteral.results.length === 1);
    expect(names(byVariable.results)).toEqual(['d', 'e']);
    expect(byLiteral.results).toEqual([{ data: { entered: { n: 'e', cursor: '5' } } }]);
    byVariable.stop();
    byLiteral.stop();
  });

  it('without a cursor loses nothing before its first item either', async () => {
    const live = collect(gateway.socket().client, FEED);
    await eventually(() => yard.subscriptions().open === 1);
    await gateway.post('{ total }');
    await server.kill();
    yard.enter('f');
    await server.start();
    await eventually(() => live.results.length === 1);
    yard.enter('g');
    await eventually(() => live.results.length === 2);
    expect(names(live.results)).toEqual(['f', 'g']);
    live.stop();
  });

  it('that is not taken is held at its subgraph, not in memory, and resumed: no gap, no repeat', async () => {
    const ENTERED = 400;
    const client = await rawSocket(gateway.url);
    client.subscribe('feed', FEED);
    await eventually(() => yard.subscriptions().open === 1);
    const { total } = yard.subscriptions();
    client.socket.pause();
    for (let entered = 1; entered <= ENTERED; entered++) yard.enter(String(entered).padEnd(50_000));
    await eventually(() => yard.subscriptions().open === 0);
    client.socket.resume();
    await eventually(() => client.results('feed').length === ENTERED);
    expect(names(client.results('feed')).map(Number)).toEqual(Array.from({ length: ENTERED }, (_, index) => index + 1));
    expect(yard.subscriptions().total).toBeGreaterThan(total);
    client.socket.terminate();
  });
});

describe('A subscription in which nothing has come yet', () => {
  it('survives its subgraph, too, once it has been taken up', async () => {
    const live = collect(gateway.socket().client, 'subscription { said { text } }');
    await eventually(() => yard.subscriptions().open === 1);
    const begun = performance.now();
    await eventually(() => performance.now() - begun > 2 * FIRST_WITHIN_MS);
    await server.kill();
    await server.start();
    await eventually(() => yard.subscriptions().open === 1);
    yard.say('hello');
    await eventually(() => live.results.length === 1);
    expect(live.done).toBe(false);
    live.stop();
  });
});

describe('Subgraphs over HTTP', () => {
  it('share one socket for one identity, and have others for others', async () => {
    const [one, two] = [await gateway.session(), await gateway.session()];
    const seen = 'subscription { mine { seenBy } }';
    const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });
    const lives = [one, one, two].map((session) => collect(gateway.socket(bearer(session)).client, seen));
    await eventually(() => lives.every(({ results }) => results.length === 1));
    expect(lives.flatMap(({ results }) => results)).toEqual(Array(3).fill({ data: { mine: { seenBy: '{"known":true}' } } }));
    lives.push(collect(gateway.socket(bearer(one)).client, 'subscription { entered(after: "0") { name } }'));
    await eventually(() => yard.subscriptions().open === 3);
    expect(server.sockets()).toBe(2);
    for (const live of lives) live.stop();
  });

  it('answer queries again at once after a restart, over the connections that are kept', async () => {
    expect((await gateway.post('{ event(id: "1") { count } }')).body.errors).toBeUndefined();
    await restartedUrl();
    expect((await gateway.post('{ event(id: "1") { count } }')).body.errors).toBeUndefined();
  });

  it('answer only those who know the secret', async () => {
    const stranger = createHttpSubgraph({ name: 'counts', url: await restartedUrl(), gatewaySecret: 'wrong' });
    await expect(stranger.execute({ query: '{ total }', headers: {} })).rejects.toThrow('401');
    await stranger.close();
  });
});

const restartedUrl = async (): Promise<string> => {
  await server.kill();
  return server.start();
};
