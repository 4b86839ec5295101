import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createHttpSubgraph, type HttpSubgraphOptions } from './http-subgraph.ts';
import { createMultiplexedLink } from './multiplexed-link.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

type Subscribe = { id: string; type: string; payload: { query: string; variables: { n?: number }; extensions: { headers: object } } };
type Answer = (message: Subscribe, socket: WebSocket, count: number) => void;

const next = (socket: WebSocket, id: string, payload: unknown): void => {
  socket.send(JSON.stringify({ id, type: 'next', payload }));
  socket.send(JSON.stringify({ id, type: 'complete' }));
};
const echo: Answer = ({ id, payload }, socket) => next(socket, id, { data: { thing: '마당', n: payload.variables.n ?? null } });

/** A subgraph's sockets that do what a test wants of them, and keep what they are told; over HTTP it answers `over HTTP`. */
const serve = async (answer: Answer, options: Partial<HttpSubgraphOptions> = {}, acknowledges = () => true) => {
  const seen = { sockets: [] as WebSocket[], transports: [] as Duplex[], inits: [] as unknown[], messages: [] as Subscribe[], chunks: 0 };
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'graphql-transport-ws' });
  const server = createServer((_request, response) => response.end('{"data":{"thing":"over HTTP"}}'));
  server.on('upgrade', (request: IncomingMessage, transport, head) =>
    sockets.handleUpgrade(request, transport, head, (socket) => {
      seen.sockets.push(socket);
      seen.transports.push(transport);
      transport.on('data', () => seen.chunks++);
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString());
        if (message.type !== 'connection_init') {
          seen.messages.push(message);
          if (message.type === 'subscribe') answer(message, socket, seen.messages.length);
          return;
        }
        seen.inits.push(message.payload);
        if (acknowledges()) socket.send('{"type":"connection_ack"}');
      });
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const source = createHttpSubgraph({
    name: 'things',
    url,
    gatewaySecret: 'a secret',
    timeoutMs: 3_000,
    createQueryLink: createMultiplexedLink,
    ...options,
  });
  const stop = (): void => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  };
  cleanups.add(async () => {
    stop();
    await source.close();
  });
  return { seen, source, stop };
};

/** 1001 without a reason. */
const CLOSE_FRAME = Buffer.from([0x88, 0x02, 0x03, 0xe9]);
const QUERY = { query: '{ thing }', headers: {} };
const LONG = { query: '{ long: thing }', headers: {} };
const DATA = { data: { thing: '마당', n: null } };
const OVER_HTTP = { data: { thing: 'over HTTP' } };

describe('A subgraph over sockets that carry many questions', () => {
  it('gets the secret once and with each question what the gateway knows of its client', async () => {
    const { seen, source } = await serve(echo);
    const headers = { authorization: 'Bearer 마', 'x-client-address': '1.2.3.4' };
    expect(await source.execute({ query: 'query q { thing }', operationName: 'q', variables: { n: 1 }, headers })).toEqual({
      data: { thing: '마당', n: 1 },
    });
    await source.execute(QUERY);
    expect(seen.inits[0]).toEqual({ 'x-gateway-secret': 'a secret' });
    expect(seen.messages[0]!.payload).toEqual({
      query: 'query q { thing }',
      operationName: 'q',
      variables: { n: 1 },
      extensions: { headers },
    });
    expect(seen.messages[1]!.payload.extensions.headers).toEqual({});
  });

  it('answers a thousand questions at once, each with its own answer, over two sockets and in few writes', async () => {
    const { seen, source } = await serve(echo);
    await source.execute(QUERY);
    const asked = Array.from({ length: 1_000 }, (_, n) => source.execute({ ...QUERY, variables: { n } }));
    expect((await Promise.all(asked)).map(({ data }) => data?.n)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    expect(seen.sockets).toHaveLength(2);
    expect(seen.chunks).toBeLessThan(100);
  });

  it('answers out of order, and long answers beside short ones', async () => {
    const held: (() => void)[] = [];
    const { source } = await serve((message, socket, count) => {
      const text = 'ㄱ'.repeat(count === 1 ? 2_000_000 : 1);
      held.unshift(() => next(socket, message.id, { data: { length: text.length, text } }));
      if (held.length === 3) for (const give of held) give();
    });
    const answers = await Promise.all([1, 2, 3].map(() => source.execute(QUERY)));
    expect(answers.map(({ data }) => data?.length)).toEqual([2_000_000, 1, 1]);
  });

  it('is asked mutations over HTTP, whose answers a subgraph that stops still gives', async () => {
    const { seen, source } = await serve(echo);
    expect(await source.execute({ query: 'mutation { change }', headers: {} })).toEqual({ data: { thing: 'over HTTP' } });
    expect(seen.messages).toEqual([]);
  });

  it('is asked once more over HTTP when the socket breaks, and over a new socket after an idle one broke', async () => {
    const { seen, source } = await serve((message, socket, count) => (count === 1 ? socket.terminate() : echo(message, socket, count)));
    expect(await source.execute(QUERY)).toEqual(OVER_HTTP);
    expect(await source.execute(QUERY)).toEqual(DATA);
    for (const socket of seen.sockets) socket.terminate();
    await eventually(() => seen.sockets.every(({ readyState }) => readyState === 3));
    expect(await source.execute(QUERY)).toEqual(DATA);
  });

  it('that nobody listens for is refused, for each question', async () => {
    const { source, stop } = await serve(echo);
    stop();
    const asked = [1, 2, 3].map(() => source.execute(QUERY).catch((error: { code?: string }) => error.code));
    expect(await Promise.all(asked)).toEqual(['ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED']);
  });

  it('has so long to answer, and hears that nobody waits any more', async () => {
    const { seen, source } = await serve(() => {}, { timeoutMs: 150 });
    await expect(source.execute(QUERY)).rejects.toThrow('No answer within 150 ms');
    const leaving = new AbortController();
    const asked = source.execute({ ...QUERY, signal: leaving.signal }).catch((error: Error) => error.name);
    await eventually(() => seen.messages.length === 3);
    leaving.abort();
    expect(await asked).toBe('AbortError');
    await eventually(() => seen.messages.filter(({ type }) => type === 'complete').length === 2);
  });

  it('may say its messages with members in another order, and errors as their own message', async () => {
    const errors = [{ message: '안 됩니다', extensions: { code: 'NO' } }];
    const { source } = await serve(({ id, payload }, socket) => {
      if (payload.variables.n === 1) socket.send(JSON.stringify({ type: 'error', id, payload: errors }));
      else socket.send(JSON.stringify({ payload: DATA, type: 'next', id }));
    });
    expect(await source.execute(QUERY)).toEqual(DATA);
    expect(await source.execute({ ...QUERY, variables: { n: 1 } })).toEqual({ errors });
  });

  it('is refused what is no answer', async () => {
    const { source } = await serve(({ id, payload }, socket) => {
      if (payload.variables.n === 1) socket.send(JSON.stringify({ id, type: 'complete' }));
      else if (payload.variables.n === 2) socket.send('{"id":"1","type":');
      else next(socket, id, { neither: 1 });
    });
    await expect(source.execute(QUERY)).rejects.toThrow('something else than a GraphQL result');
    await expect(source.execute({ ...QUERY, variables: { n: 1 } })).rejects.toThrow('ended a question without an answer');
    await expect(source.execute({ ...QUERY, variables: { n: 2 } })).rejects.toThrow('something else than messages');
  });

  it('is left only when what was asked has its answer', async () => {
    const given: (() => void)[] = [];
    const { source } = await serve((message, socket, count) => void given.push(() => echo(message, socket, count)));
    const asked = source.execute(QUERY);
    await eventually(() => given.length === 1);
    const closed = source.close();
    await expect(source.execute(QUERY)).rejects.toThrow('closed');
    given[0]!();
    expect(await asked).toEqual(DATA);
    await closed;
  });

  it('is asked over HTTP when a socket is never acknowledged, and over a new socket after that', async () => {
    let silent = 2;
    const { source, seen } = await serve(echo, { timeoutMs: 600 }, () => silent-- <= 0);
    const asked = [1, 2].map(() => source.execute(QUERY));
    expect(await Promise.all(asked)).toEqual([OVER_HTTP, OVER_HTTP]);
    expect(await source.execute(QUERY)).toEqual(DATA);
    expect(seen.sockets).toHaveLength(3);
  });

  it('fails for an answer that is too long no question that shares its socket, also when nobody waits for that one', async () => {
    const held: (() => void)[] = [];
    const { source, seen } = await serve(
      ({ id, payload: { query } }, socket) => {
        if (query === LONG.query) held.push(() => next(socket, id, { data: { thing: 'x'.repeat(200_000) } }));
      },
      { maxBytes: 100_000 },
    );
    const leaving = new AbortController();
    const left = source.execute({ ...LONG, signal: leaving.signal }).catch((error: Error) => error.name);
    const beside = [1, 2].map(() => source.execute(QUERY));
    await eventually(() => seen.messages.length === 3);
    leaving.abort();
    expect(await left).toBe('AbortError');
    for (const give of held) give();
    // Of two sockets the one with the long answer carried one of them.
    expect(await Promise.race(beside)).toEqual(OVER_HTTP);
    await Promise.allSettled(beside);
  });

  it('is asked over HTTP for an answer that is too long for a socket', async () => {
    const { source } = await serve((message, socket) => next(socket, message.id, { data: { thing: 'x'.repeat(200_000) } }), {
      maxBytes: 100_000,
    });
    expect(await Promise.all([1, 2, 3].map(() => source.execute(LONG)))).toEqual([OVER_HTTP, OVER_HTTP, OVER_HTTP]);
  });

  it('never gets a question that nobody waited for any more when its socket opened', async () => {
    let acknowledges = false;
    const { source, seen } = await serve(echo, { timeoutMs: 6_000 }, () => acknowledges);
    const leaving = new AbortController();
    const left = [1, 2].map((n) =>
      source.execute({ ...QUERY, variables: { n }, signal: leaving.signal }).catch((error: Error) => error.name),
    );
    const staying = [3, 4].map((n) => source.execute({ ...QUERY, variables: { n } }));
    await eventually(() => seen.inits.length === 2);
    leaving.abort();
    expect(await Promise.all(left)).toEqual(['AbortError', 'AbortError']);
    acknowledges = true;
    for (const socket of seen.sockets) socket.send('{"type":"connection_ack"}');
    expect((await Promise.all(staying)).map(({ data }) => data?.n)).toEqual([3, 4]);
    expect(seen.messages.map(({ type, payload }) => `${type} ${payload?.variables.n}`).toSorted()).toEqual(['subscribe 3', 'subscribe 4']);
  });

  it('is asked over a new socket when it closes one, although that does not end', async () => {
    const { source, seen } = await serve(echo);
    await Promise.all([source.execute(QUERY), source.execute(QUERY)]);
    for (const [index, socket] of seen.sockets.entries()) {
      socket.pause();
      seen.transports[index]!.write(CLOSE_FRAME);
    }
    expect(await source.execute(QUERY)).toEqual(OVER_HTTP);
    expect(await source.execute(QUERY)).toEqual(DATA);
    expect(seen.sockets).toHaveLength(3);
  });

  it('is refused a question when too much waits for its sockets', async () => {
    const { source } = await serve(echo, { timeoutMs: 300, maxWaitingBytes: 2_000 }, () => false);
    const long = 'x'.repeat(900);
    const asked = Array.from({ length: 6 }, () => source.execute({ ...QUERY, variables: { long } }).catch((error: Error) => error.message));
    expect(await Promise.all(asked.slice(4))).toEqual(Array.from({ length: 2 }, () => 'Too many questions wait for the subgraph.'));
  });

  it('that refuses the gateway is asked once, and says so', async () => {
    const { source, seen } = await serve(echo, {}, () => false);
    const asked = source.execute(QUERY).catch((error: Error) => error.message);
    await eventually(() => seen.inits.length === 1);
    seen.sockets[0]!.close(4403, 'Forbidden');
    expect(await asked).toBe('The subgraph refuses this gateway (status 403).');
    expect(seen.sockets).toHaveLength(1);
  });

  it('is asked over HTTP what is so long that a socket would be held up, or ended for it', async () => {
    const { seen, source } = await serve(echo);
    const long = 'ㄱ'.repeat(400_000);
    expect(await source.execute({ ...QUERY, variables: { long } })).toEqual({ data: { thing: 'over HTTP' } });
    expect(seen.messages).toEqual([]);
  });
});
