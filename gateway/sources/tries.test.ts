import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createHttpSubgraph, type HttpSubgraphOptions } from './http-subgraph.ts';
import { createSocketLink } from './socket-link.ts';
import { createUndiciLink } from './undici-link.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

type Answer = (response: ServerResponse, count: number, request: IncomingMessage) => void;

/** A subgraph that does with each request, which are counted from 1, what a test wants. */
const serve = async (answer: Answer, options: Partial<HttpSubgraphOptions>) => {
  const seen = { requests: 0 };
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response, ++seen.requests, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const source = createHttpSubgraph({ name: 'things', url, gatewaySecret: 'a secret', ...options });
  cleanups.add(async () => {
    server.closeAllConnections();
    server.close();
    await source.close();
  });
  return { seen, source, server };
};

const QUERY = { query: '{ thing }', headers: {} };
const DATA = { data: { thing: 1 } };
const give = (response: ServerResponse): void => void response.end(JSON.stringify(DATA));
const messageOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: Error) => error.message,
  );

describe.each(Object.entries({ 'bare sockets': createSocketLink, undici: createUndiciLink }))('A question by %s', (_name, createLink) => {
  it('has one deadline, however often it is asked', async () => {
    const dropLate: Answer = (response, count) => void (count === 1 && setTimeout(() => response.destroy(), 400));
    const { source, seen } = await serve(dropLate, { createLink, timeoutMs: 600 });
    const begun = performance.now();
    await expect(source.execute(QUERY)).rejects.toThrow('No answer within 600 ms.');
    expect(performance.now() - begun).toBeLessThan(900);
    expect(seen.requests).toBe(2);
  });

  it('has the time that is left of its operation, if that is less, which says nothing about the subgraph', async () => {
    const answer: Answer = (response, count) => void (count > 2 && give(response));
    const { source, seen } = await serve(answer, { createLink, breaker: { failures: 2, pauseMs: 60_000 } });
    for (let count = 0; count < 2; count++)
      expect(await messageOf(source.execute({ ...QUERY, deadline: performance.now() + 100 }))).toBe('The time of the operation is over.');
    expect(await messageOf(source.execute({ ...QUERY, deadline: performance.now() - 1 }))).toBe('The time of the operation is over.');
    expect(seen.requests).toBe(2);
    expect(await source.execute({ ...QUERY, deadline: performance.now() + 5_000 })).toEqual(DATA);
  });

  it('is refused at once when too much waits, and taken again when that has gone', async () => {
    const held: ServerResponse[] = [];
    const { source } = await serve((response, count) => (count === 1 ? held.push(response) : give(response)), {
      createLink,
      connections: 1,
      maxWaitingBytes: 2_000,
    });
    const asked = Array.from({ length: 4 }, () => messageOf(source.execute({ ...QUERY, variables: { long: 'x'.repeat(900) } })));
    expect(await asked[3]).toBe('Too many questions wait for the subgraph.');
    await eventually(() => held.length === 1);
    give(held[0]!);
    await Promise.all(asked);
    expect(await source.execute({ ...QUERY, variables: { long: 'x'.repeat(900) } })).toEqual(DATA);
  });

  it('is not asked for a client that left while it waited', async () => {
    const held: ServerResponse[] = [];
    const answer: Answer = (response, count) => (count === 1 ? held.push(response) : give(response));
    const { source, seen } = await serve(answer, { createLink, connections: 1 });
    const leaving = new AbortController();
    const first = source.execute(QUERY);
    const second = messageOf(source.execute({ ...QUERY, signal: leaving.signal }));
    await eventually(() => held.length === 1);
    leaving.abort(new Error('left'));
    give(held[0]!);
    expect(await first).toEqual(DATA);
    expect(await second).toBe('left');
    expect(await source.execute(QUERY)).toEqual(DATA);
    expect(seen.requests).toBe(2);
  });

  it('is refused an answer without a body at once', async () => {
    const { source } = await serve((response) => void response.writeHead(204).end(), { createLink });
    await expect(source.execute({ query: 'mutation { change }', headers: {} })).rejects.toThrow('status 204');
  });
});

describe('A question by bare sockets', () => {
  it('is asked again over a new connection when a subgraph that goes takes all of them with it', async () => {
    const held: ServerResponse[] = [];
    const old = new Set<Socket>();
    const answer: Answer = (response, _count, { socket }) => {
      if (old.has(socket)) return void socket.destroy();
      if (old.size === 8) return give(response);
      held.push(response);
      if (held.length < 8) return;
      for (const each of held) {
        old.add(each.socket!);
        give(each);
      }
    };
    const { source, seen } = await serve(answer, { connections: 8 });
    await Promise.all(Array.from({ length: 8 }, () => source.execute(QUERY)));
    expect(await source.execute(QUERY)).toEqual(DATA);
    expect(seen.requests).toBe(10);
  });
});
