import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { type Answer, drop, links, MUTATION, QUERY, reply, serveAnswers, thing } from '../test/scripted-subgraph.ts';
import { createHttpSubgraph, type HttpSubgraphOptions } from './http-subgraph.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const STUCK = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

/** The URL of an address where connections are neither accepted nor refused: its queue is full. */
const serveNobody = async (): Promise<string> => {
  const worker = new Worker(STUCK, { eval: true });
  cleanups.add(() => worker.terminate());
  const [port] = await once(worker, 'message');
  const sockets = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  cleanups.add(() => sockets.forEach((socket) => void socket.destroy()));
  await eventually(() => sockets.some(({ connecting }) => !connecting));
  return `http://127.0.0.1:${port}/graphql`;
};

describe.each(Object.entries(links))('A subgraph over HTTP by %s', (_name, createLink) => {
  const subgraph = (answer: Answer, options: Partial<HttpSubgraphOptions> = {}) =>
    serveAnswers(cleanups, answer, { createLink, ...options });

  it('gets the question, the secret and what the gateway knows of the client', async () => {
    const { seen, source } = await subgraph(thing);
    const headers = { authorization: 'Bearer x', 'x-client-address': '1.2.3.4', 'accept-language': undefined };
    const request = { query: 'query q($a: Int) { thing }', operationName: 'q', variables: { a: 1 }, headers };
    expect(await source.execute(request)).toEqual({ data: { thing: '마당' } });
    expect(JSON.parse(seen.bodies[0]!)).toEqual({ query: request.query, operationName: 'q', variables: { a: 1 } });
    expect(seen.headers[0]).toMatchObject({ authorization: 'Bearer x', 'x-client-address': '1.2.3.4', 'x-gateway-secret': 'a secret' });
    expect(seen.headers[0]).not.toHaveProperty('accept-language');
  });

  it('is asked a query once more when the connection breaks, a mutation never', async () => {
    const once: Answer = (request, response, count) => (count === 1 ? drop : thing)(request, response, count);
    const query = await subgraph(once);
    expect(await query.source.execute(QUERY)).toEqual({ data: { thing: '마당' } });
    const mutation = await subgraph(once);
    await expect(mutation.source.execute(MUTATION)).rejects.toThrow();
    expect(mutation.seen.requests).toBe(1);
  });

  it('that nobody listens for is refused at once, for each question that waits', async () => {
    const { source, server } = await subgraph(thing, { connections: 1 });
    server.close();
    await eventually(() => !server.listening);
    const asked = [1, 2, 3].map(() => source.execute(QUERY).catch((error: { code?: string }) => error.code));
    expect(await Promise.all(asked)).toEqual(['ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED']);
  });

  it('that cannot be reached is not waited for longer than a connection takes', async () => {
    const url = await serveNobody();
    const source = createHttpSubgraph({ name: 'things', url, gatewaySecret: 'a secret', createLink });
    cleanups.add(source.close);
    await expect(source.execute(MUTATION)).rejects.toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
  });

  it('answers many questions over few connections, each with its own answer', async () => {
    const echo: Answer = (_request, response, count) =>
      reply(response, { data: { text: JSON.parse(seen.bodies.at(-1)!).variables.n, count } });
    const { source, seen, server } = await subgraph(echo, { connections: 4 });
    const asked = Array.from({ length: 200 }, (_, n) => source.execute({ ...QUERY, variables: { n } }));
    expect((await Promise.all(asked)).map(({ data }) => data?.text)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(await new Promise((resolve) => server.getConnections((_error, open) => resolve(open)))).toBeLessThanOrEqual(4);
  });

  it('never gets a header that a client made two of', async () => {
    const { source, seen } = await subgraph(thing);
    await expect(source.execute({ ...QUERY, headers: { 'accept-language': 'ko\r\nx-gateway-secret: mine' } })).rejects.toThrow();
    expect(seen.requests).toBe(0);
  });

  it('gets what clients sent beyond ASCII as they sent it', async () => {
    const { source, seen } = await subgraph(thing);
    await source.execute({ ...QUERY, headers: { 'accept-language': 'k\u00e9' } });
    expect(seen.headers[0]).toMatchObject({ 'accept-language': 'k\u00e9' });
  });

  it('has so long to give the whole answer, not only its beginning', async () => {
    const trickle: Answer = (_request, response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    };
    const { source, seen } = await subgraph(trickle, { timeoutMs: 150 });
    await expect(source.execute(QUERY)).rejects.toThrow('No answer within 150 ms');
    await eventually(() => seen.left === 1);
    expect(seen.requests).toBe(1);
  });

  it('is left as soon as the client leaves, also before a connection is free', async () => {
    const { source, seen } = await subgraph(() => {}, { connections: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [first, second].map(({ signal }) => source.execute({ ...QUERY, signal }).catch((error: Error) => error.name));
    await eventually(() => seen.requests === 1);
    second.abort();
    first.abort();
    expect(await Promise.all(asked)).toEqual(['AbortError', 'AbortError']);
    await eventually(() => seen.left === 1);
    expect(seen.requests).toBe(1);
  });

  it('is not asked for a while after failures in a row, then with one question', async () => {
    let isBroken = true;
    const sick: Answer = (request, response, count) => (isBroken ? reply(response, {}, 503) : thing(request, response, count));
    const { source, seen } = await subgraph(sick, { breaker: { failures: 3, pauseMs: 100 } });
    for (let count = 0; count < 3; count++) await expect(source.execute(QUERY)).rejects.toThrow('status 503');
    await expect(source.execute(QUERY)).rejects.toThrow('failed 3 times in a row');
    expect(seen.requests).toBe(3);
    isBroken = false;
    await eventually(() =>
      source.execute(QUERY).then(
        () => true,
        () => false,
      ),
    );
    expect(seen.requests).toBe(4);
  });

  it('is no worse for clients that leave', async () => {
    const { source, seen } = await subgraph((request, response, count) => count > 3 && thing(request, response, count), {
      breaker: { failures: 2, pauseMs: 60_000 },
    });
    for (let count = 1; count <= 3; count++) {
      const leaving = new AbortController();
      const asked = source.execute({ ...QUERY, signal: leaving.signal });
      await eventually(() => seen.requests === count);
      leaving.abort();
      await expect(asked).rejects.toThrow();
    }
    expect(await source.execute(QUERY)).toEqual({ data: { thing: '마당' } });
  });

  it.each([
    ['a text that is no JSON', (response: ServerResponse) => void response.end('<html>')],
    ['JSON that is no answer', (response: ServerResponse) => reply(response, [1])],
    ['another status', (response: ServerResponse) => reply(response, { data: {} }, 500)],
    [
      'less than it said',
      (response: ServerResponse) => void response.writeHead(200, { 'content-length': '100' }).write('{"data":', () => response.destroy()),
    ],
  ])('is refused %s', async (_what, answer) => {
    const { source } = await subgraph((_request, response) => answer(response));
    await expect(source.execute(MUTATION)).rejects.toThrow();
  });

  it('gives huge answers, in pieces cut anywhere, up to its limit', async () => {
    const long = '마당"\\\n'.repeat(200_000);
    const pieces: Answer = (_request, response) => {
      const bytes = Buffer.from(JSON.stringify({ data: { long } }));
      for (let at = 0; at < bytes.length; at += 99_991) response.write(bytes.subarray(at, at + 99_991));
      response.end();
    };
    const { source } = await subgraph(pieces);
    expect(await source.execute(QUERY)).toEqual({ data: { long } });
    const { source: bounded } = await subgraph(pieces, { maxBytes: 100_000 });
    await expect(bounded.execute(MUTATION)).rejects.toThrow();
  });

  it('is asked again over a new connection when an idle one was closed', async () => {
    const { source, server, seen } = await subgraph(thing);
    for (let count = 1; count <= 3; count++) {
      expect(await source.execute(MUTATION)).toEqual({ data: { thing: '마당' } });
      server.closeIdleConnections();
      await eventually(() => new Promise<boolean>((resolve) => server.getConnections((_error, open) => resolve(open === 0))));
    }
    expect(seen.requests).toBe(3);
  });

  it('has so long to answer what it was asked before it is left', async () => {
    const { source, seen } = await subgraph(() => {}, { timeoutMs: 300, connections: 1 });
    const asked = [QUERY, QUERY].map((question) => source.execute(question).catch((error: Error) => error.message));
    await eventually(() => seen.requests === 1);
    const closed = source.close();
    expect(await Promise.all(asked)).toEqual(['No answer within 300 ms.', 'No answer within 300 ms.']);
    await closed;
  });

  it('never gets a question that nobody waits for any more', async () => {
    const { source, seen } = await subgraph((request, response, count) => count > 1 && thing(request, response, count), {
      timeoutMs: 600,
      connections: 1,
    });
    const shorter = { ...MUTATION, deadline: performance.now() + 100 };
    const asked = [MUTATION, shorter].map((question) => source.execute(question).catch((error: Error) => error.message));
    expect(await Promise.all(asked)).toEqual(['No answer within 600 ms.', 'The time of the operation is over.']);
    await source.execute({ ...QUERY, query: '{ last }' });
    expect(seen.bodies.map((body) => JSON.parse(body).query)).toEqual([MUTATION.query, '{ last }']);
  });

  it.each([[{}], ['none'], [[null]], [[{ message: 'no', path: 'thing' }]]])('is refused errors that are none: %j', async (errors) => {
    const { source } = await subgraph((_request, response) => reply(response, { data: { thing: 1 }, errors }));
    await expect(source.execute(MUTATION)).rejects.toThrow('something else than a GraphQL result');
  });

  it('is refused neither data nor an error', async () => {
    const { source } = await subgraph((_request, response) => reply(response, { errors: [] }));
    await expect(source.execute(MUTATION)).rejects.toThrow('something else than a GraphQL result');
  });
});
