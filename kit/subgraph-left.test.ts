import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { WebSocket } from 'ws';
import { createSubgraph } from './subgraph.ts';
import { serveSubgraph } from './subgraph-server.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const SECRET = 'a secret of the tests';
const typeDefs = `type Query { first: Step } type Mutation { one: Int two: Int }
  type Step @key(fields: "id") { id: ID! slow: Step after: Int own: Int }`;

/** A subgraph whose slow resolvers go on when `go` is called; it tells what began, whose client left and what has ended. */
const createSteps = () => {
  const begun: string[] = [];
  const { promise, resolve: go } = Promise.withResolvers<void>();
  const step =
    (name: string, value: unknown, waits = false) =>
    async () => {
      begun.push(name);
      if (waits) await promise;
      return value;
    };
  const subgraph = createSubgraph({
    name: 'steps',
    typeDefs,
    resolvers: {
      Query: { first: step('first', { id: '1' }) },
      Step: { slow: step('slow', { id: '2', own: 1 }, true), after: step('after', 1) },
      Mutation: { one: step('one', 1, true), two: step('two', 2) },
    },
    contextFor: async () => () => ({}),
    formatError: ({ message }) => ({ message }),
  });
  const seen = { left: 0, ended: 0 };
  const execute: typeof subgraph.execute = (request) => {
    request.signal?.addEventListener('abort', () => seen.left++);
    return subgraph.execute(request).finally(() => seen.ended++);
  };
  return { begun, go, seen, subgraph: { ...subgraph, execute } };
};

const QUERY = '{ first { slow { own after } } }';
const MUTATION = 'mutation { one two }';

type Steps = ReturnType<typeof createSteps>;

/** Each asks, and tells the way to leave. */
const transports: [string, (steps: Steps, query: string) => Promise<() => void>][] = [
  [
    'in this process',
    async ({ subgraph }, query) => {
      const leaving = new AbortController();
      subgraph.execute({ query, headers: {}, signal: leaving.signal }).catch(() => {});
      return () => leaving.abort();
    },
  ],
  [
    'over HTTP',
    async ({ subgraph }, query) => {
      const url = await serve(subgraph);
      const leaving = new AbortController();
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-gateway-secret': SECRET },
        body: JSON.stringify({ query }),
        signal: leaving.signal,
      }).catch(() => {});
      return () => leaving.abort();
    },
  ],
  ['over a socket', async ({ subgraph }, query) => (await openSocket(subgraph, query)).complete],
  ['over a socket that breaks', async ({ subgraph }, query) => (await openSocket(subgraph, query)).terminate],
];

const serve = async (subgraph: Steps['subgraph']): Promise<string> => {
  const app = fastify({ forceCloseConnections: true });
  serveSubgraph(app, subgraph, SECRET);
  cleanups.add(() => app.close());
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
};

const openSocket = async (subgraph: Steps['subgraph'], query: string) => {
  const socket = new WebSocket((await serve(subgraph)).replace('http', 'ws'), 'graphql-transport-ws');
  cleanups.add(() => socket.terminate());
  const messages: unknown[] = [];
  const say = (message: object): void => socket.send(JSON.stringify(message));
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  socket.on('open', () => say({ type: 'connection_init', payload: { 'x-gateway-secret': SECRET } }));
  await eventually(() => messages.length === 1);
  say({ type: 'subscribe', id: '1', payload: { query } });
  return { messages, say, complete: () => say({ type: 'complete', id: '1' }), terminate: () => socket.terminate() };
};

describe.each(transports)('A subgraph that is asked %s', (_name, ask) => {
  it('begins nothing further for a query whose client has left', async () => {
    const steps = createSteps();
    const leave = await ask(steps, QUERY);
    await eventually(() => steps.begun.includes('slow'));
    leave();
    await eventually(() => steps.seen.left === 1);
    steps.go();
    await eventually(() => steps.seen.ended === 1);
    expect(steps.begun).toEqual(['first', 'slow']);
  });

  it('does all of a mutation that has begun', async () => {
    const steps = createSteps();
    const leave = await ask(steps, MUTATION);
    await eventually(() => steps.begun.includes('one'));
    leave();
    await eventually(() => steps.seen.left === 1);
    steps.go();
    await eventually(() => steps.seen.ended === 1);
    expect(steps.begun).toEqual(['one', 'two']);
  });
});

describe('A subgraph', () => {
  it('answers a query of which nobody left', async () => {
    const { subgraph, go } = createSteps();
    go();
    const { signal } = new AbortController();
    const data = { first: { slow: { own: 1, after: 1 } } };
    expect(await subgraph.execute({ query: QUERY, headers: {}, signal })).toEqual({ data });
    expect(await subgraph.execute({ query: QUERY, headers: {} })).toEqual({ data });
  });

  it('throws the answer away, and begins nothing at all for a client that had left before', async () => {
    const { subgraph, go, begun } = createSteps();
    const leaving = new AbortController();
    const asked = subgraph.execute({ query: QUERY, headers: {}, signal: leaving.signal });
    await eventually(() => begun.includes('slow'));
    leaving.abort(new Error('left'));
    go();
    await expect(asked).rejects.toThrow('left');
    await expect(subgraph.execute({ query: MUTATION, headers: {}, signal: leaving.signal })).rejects.toThrow('left');
    expect(begun).toEqual(['first', 'slow']);
  });

  it('says nothing more over a socket to a question that was completed, and goes on with the others', async () => {
    const { subgraph, go, begun, seen } = createSteps();
    const { messages, say, complete } = await openSocket(subgraph, MUTATION);
    await eventually(() => begun.includes('one'));
    complete();
    say({ type: 'subscribe', id: '2', payload: { query: '{ first { id } }' } });
    await eventually(() => messages.length === 3);
    go();
    await eventually(() => seen.ended === 2);
    say({ type: 'ping' });
    await eventually(() => messages.length === 4);
    expect(messages.slice(1, 3)).toEqual([
      { id: '2', type: 'next', payload: { data: { first: { id: '1' } } } },
      { id: '2', type: 'complete' },
    ]);
  });
});
