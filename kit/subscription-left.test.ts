import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Live, liveValue } from './live.ts';
import { createSubgraph } from './subgraph.ts';
import { serveSubgraph } from './subgraph-server.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';
import { createLiveTable, type LiveTable } from './testing/live-table.ts';

let table: LiveTable;
beforeAll(async () => {
  table = await createLiveTable();
});
afterAll(() => table.close());
const cleanups = createCleanupStack();
afterEach(cleanups.run);

const SECRET = 'a secret of the tests';
const QUERY = 'subscription { state { version } }';

/** A subgraph whose one live value is not there yet; counts how often it was looked for. */
const createWaiting = () => {
  const seen = { readings: 0, ended: 0 };
  const state = liveValue<{ live: Live; signal?: AbortSignal }, unknown, { version: number }>(() => ({
    bells: [],
    waitForMs: 60_000,
    read: async () => {
      seen.readings++;
      return null;
    },
  }));
  const subgraph = createSubgraph({
    name: 'waiting',
    typeDefs: 'type Query { x: Int } type Subscription { state: State! } type State { version: Int! }',
    resolvers: { Subscription: { state } },
    contextFor: async (_headers, signal) => () => ({ live: table.live({ rereadMs: 10 }), signal }),
    formatError: ({ message }) => ({ message }),
  });
  const subscribe: typeof subgraph.subscribe = (request) => subgraph.subscribe(request).finally(() => seen.ended++);
  return { seen, subgraph: { ...subgraph, subscribe } };
};

type Waiting = ReturnType<typeof createWaiting>['subgraph'];

const overSocket = async (subgraph: Waiting) => {
  const app = fastify({ forceCloseConnections: true });
  serveSubgraph(app, subgraph, SECRET);
  cleanups.add(() => app.close());
  const url = `${(await app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { 'x-gateway-secret': SECRET }, retryAttempts: 0 });
  cleanups.add(() => client.dispose());
  return { client, complete: client.subscribe({ query: QUERY }, { next: () => {}, error: () => {}, complete: () => {} }) };
};

/** Each subscribes, and tells the way to leave. */
const ways: [string, (subgraph: Waiting) => Promise<() => void>][] = [
  [
    'in this process',
    async (subgraph) => {
      const leaving = new AbortController();
      void subgraph.subscribe({ query: QUERY, headers: {}, signal: leaving.signal });
      return () => leaving.abort();
    },
  ],
  ['over a socket', async (subgraph) => (await overSocket(subgraph)).complete],
  ['over a socket that closes', async (subgraph) => (await overSocket(subgraph)).client.terminate],
];

describe.each(ways)('A subscription %s that waits for what is not known yet', (_name, subscribe) => {
  it('reads no more when its client has left', async () => {
    const { seen, subgraph } = createWaiting();
    const leave = await subscribe(subgraph);
    await eventually(() => seen.readings > 1);
    leave();
    await eventually(() => seen.ended === 1);
    const readings = seen.readings;
    const begun = performance.now();
    await eventually(() => performance.now() - begun > 50);
    expect(seen.readings).toBe(readings);
  });
});
