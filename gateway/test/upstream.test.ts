import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createHttpSubgraph, type HttpSubgraphOptions } from '../sources/http-subgraph.ts';
import { rawSocket } from './raw-socket.ts';
import { SECRET, startGateway, type TestGateway } from './start-gateway.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

let notes = 0;
const subgraphs = {
  far: { sdl: 'type Query { far: Int } type Mutation { change: Int } type Tick @key(fields: "id") { id: ID! size: Int }' },
  near: {
    sdl: 'type Query { near: Int } type Mutation { note: Int } type Subscription { ticked: Tick } type Tick @key(fields: "id") { id: ID! }',
    resolvers: {
      Query: { near: () => 1 },
      Mutation: { note: () => ++notes },
      Subscription: {
        ticked: {
          subscribe: async function* () {
            yield { ticked: { id: 't' } };
            await new Promise(() => {});
          },
        },
      },
    },
  },
};
const FAR = '{"data":{"far":2}}';

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;
const answer: Answer = (_request, response) => void response.end(FAR);
const never: Answer = () => {};

/** A subgraph on a real socket that answers as told: how often it was asked, and how many askers left before their answer. */
const serveFar = async (options: Partial<HttpSubgraphOptions> = {}) => {
  const seen = { asked: 0, left: 0 };
  const told = { answer: never };
  const server = createServer((question, response) => {
    seen.asked++;
    response.on('close', () => {
      if (!response.writableFinished) seen.left++;
    });
    question.resume().on('end', () => told.answer(question, response, seen.asked));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const source = createHttpSubgraph({ name: 'far', url: `http://127.0.0.1:${port}/graphql`, gatewaySecret: SECRET, ...options });
  cleanups.add(async () => {
    server.closeAllConnections();
    server.close();
    await source.close();
  });
  return { seen, told, source };
};

describe('When a client leaves', () => {
  let gateway: TestGateway;
  let far: Awaited<ReturnType<typeof serveFar>>;
  beforeEach(async () => {
    far = await serveFar();
    gateway = await startGateway({ subgraphs, sources: { far: far.source } });
    cleanups.add(gateway.close);
  });

  /** Asks over a connection of its own; the result leaves. */
  const ask = (method: string, headers: Record<string, string>, query = '{ far }'): (() => void) => {
    const search = method === 'GET' ? `?query=${encodeURIComponent(query)}` : '';
    const asking = request(`${gateway.url}/graphql${search}`, {
      method,
      agent: false,
      headers: { 'content-type': 'application/json', ...headers },
    });
    asking.on('error', () => {});
    asking.end(method === 'GET' ? undefined : JSON.stringify({ query }));
    return () => void asking.destroy();
  };

  /** Subscribes; the result leaves. */
  const follow = async (transport: string, query: string): Promise<() => void> => {
    if (transport !== 'websocket') return ask('POST', { accept: transport }, query);
    const { subscribe, socket } = await rawSocket(gateway.url);
    subscribe('a', query);
    return () => socket.close();
  };

  it.each([
    ['an ordinary request', 'POST', {}, '{ far }'],
    ['a GET', 'GET', {}, '{ far }'],
    ['an event stream', 'POST', { accept: 'text/event-stream' }, '{ far }'],
  ])('what was asked for %s is aborted upstream', async (_what, method, headers, query) => {
    const leave = ask(method, headers, query);
    await eventually(() => far.seen.asked === 1);
    leave();
    await eventually(() => far.seen.left === 1);
    expect(far.seen).toEqual({ asked: 1, left: 1 });
  });

  it('a mutation that has begun goes on to its end, in all subgraphs', async () => {
    const waiting: ServerResponse[] = [];
    far.told.answer = (_question, response) => void waiting.push(response);
    const before = notes;
    const leave = ask('POST', {}, 'mutation { change note }');
    await eventually(() => waiting.length === 1);
    leave();
    await eventually(async () => expect((await gateway.post('{ near }')).body).toEqual({ data: { near: 1 } }));
    waiting[0]!.end('{"data":{"change":1}}');
    await eventually(() => notes === before + 1);
    expect(far.seen).toEqual({ asked: 1, left: 0 });
  });

  it('what was asked on a socket is aborted when the operation is completed, and when the socket closes', async () => {
    const socket = await rawSocket(gateway.url);
    socket.subscribe('a', '{ far }');
    await eventually(() => far.seen.asked === 1);
    socket.say({ type: 'complete', id: 'a' });
    await eventually(() => far.seen.left === 1);
    socket.subscribe('b', '{ far }');
    await eventually(() => far.seen.asked === 2);
    socket.socket.close();
    await eventually(() => far.seen.left === 2);
    expect(socket.heard.filter(({ id }) => id !== undefined)).toEqual([]);
  });

  it.each(['websocket', 'text/event-stream', 'multipart/mixed;subscriptionSpec=1.0'])(
    'what an event is completed with is aborted when nobody follows the subscription any more: %s',
    async (transport) => {
      const leave = await follow(transport, 'subscription { ticked { id size } }');
      await eventually(() => far.seen.asked === 1);
      leave();
      await eventually(() => far.seen.left === 1, { within: 5_000 });
      expect(far.seen).toEqual({ asked: 1, left: 1 });
    },
  );

  it('what others wait for too goes on until the last has left', async () => {
    let arrived = 0;
    const noteArrival = () => void arrived++;
    subscribe('http.server.request.start', noteArrival);
    cleanups.add(() => void unsubscribe('http.server.request.start', noteArrival));
    const [first, second] = [ask('POST', {}), ask('POST', {})];
    // The third is its question to the subgraph, whose server is in this process.
    await eventually(() => arrived === 3);
    // By then the gateway has read both.
    await gateway.post('{ near }');
    await eventually(() => far.seen.asked === 1);
    first();
    await eventually(async () => expect((await gateway.post('{ near }')).body).toEqual({ data: { near: 1 } }));
    expect(far.seen.left).toBe(0);
    second();
    await eventually(() => far.seen.left === 1);
    expect(far.seen.asked).toBe(1);
  });
});

describe('A subgraph that fails', () => {
  const start = async (options: Partial<HttpSubgraphOptions> = {}) => {
    const far = await serveFar(options);
    const gateway = await startGateway({ subgraphs, sources: { far: far.source } });
    cleanups.add(gateway.close);
    const ask = async () => (await gateway.post('{ near far }')).body;
    return { ...far, gateway, ask };
  };
  const lost = {
    data: { near: 1, far: null },
    errors: [expect.objectContaining({ path: ['far'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'far' } })],
  };

  it('to answer in time costs its own fields only, and the question is ended', async () => {
    const { ask, seen } = await start({ timeoutMs: 150 });
    const begun = performance.now();
    expect(await ask()).toEqual(lost);
    expect(performance.now() - begun).toBeLessThan(3_000);
    await eventually(() => seen.left === 1);
    expect(seen.asked).toBe(1);
  });

  it('by a broken connection is asked again for a query, never for a mutation', async () => {
    const { ask, gateway, seen, told } = await start();
    told.answer = (question, response, count) => (count === 1 ? void question.socket.destroy() : answer(question, response, count));
    expect(await ask()).toEqual({ data: { near: 1, far: 2 } });
    expect(seen.asked).toBe(2);
    told.answer = (question) => void question.socket.destroy();
    expect((await gateway.post('mutation { change }')).body).toMatchObject({
      data: { change: null },
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    expect(seen.asked).toBe(3);
  });

  it('again and again is left alone for a while, and asked again when that is over', async () => {
    const { ask, seen, told } = await start({ breaker: { failures: 2, pauseMs: 300 } });
    told.answer = (_question, response) => void response.writeHead(503).end();
    for (let count = 0; count < 5; count++) expect(await ask()).toEqual(lost);
    expect(seen.asked).toBe(2);
    told.answer = answer;
    await eventually(async () => expect(await ask()).toEqual({ data: { near: 1, far: 2 } }));
  });

  it('in this process has a deadline too', async () => {
    const stuck = { sdl: 'type Query { far: Int }', resolvers: { Query: { far: () => new Promise<never>(() => {}) } } };
    const gateway = await startGateway({ subgraphs: { near: subgraphs.near, far: stuck }, config: { SUBGRAPH_TIMEOUT_MS: 100 } });
    cleanups.add(gateway.close);
    expect((await gateway.post('{ near far }')).body).toEqual(lost);
  });
});
