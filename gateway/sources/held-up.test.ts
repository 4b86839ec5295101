import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { createDeadlines } from './deadline.ts';
import { createHttpSubgraph } from './http-subgraph.ts';
import { createMultiplexedLink } from './multiplexed-link.ts';
import { createSocketLink } from './socket-link.ts';
import { createUndiciLink } from './undici-link.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const TIMEOUT_MS = 1_000;

/** A subgraph in a thread of its own: it tells of each question and answers it 50 ms later. */
const SUBGRAPH = `
  const { parentPort } = require('node:worker_threads');
  const { WebSocketServer } = require('ws');
  const answer = (give) => {
    parentPort.postMessage('asked');
    setTimeout(give, 50);
  };
  const server = require('node:http').createServer((request, response) => {
    request.resume().on('end', () => answer(() => response.end('{"data":{"thing":1}}')));
  });
  new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' }).on('connection', (socket) => {
    socket.on('message', (text) => {
      const { type, id } = JSON.parse(text);
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (type === 'subscribe') answer(() => socket.send(JSON.stringify({ id, type: 'next', payload: { data: { thing: 1 } } })));
    });
  });
  parentPort.on('message', () => answer(() => parentPort.postMessage({ data: { thing: 1 } })));
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;

const startSubgraph = async () => {
  const worker = new Worker(SUBGRAPH, { eval: true });
  cleanups.add(() => worker.terminate());
  const [port] = await once(worker, 'message');
  return { worker, url: `http://127.0.0.1:${port}/graphql` };
};

const heldUp = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

describe('A gateway that is held up for longer than a subgraph may take', () => {
  it.each([
    ['bare sockets', createSocketLink],
    ['undici', createUndiciLink],
    ['sockets that carry many questions', createMultiplexedLink],
  ])('reads the answers that came meanwhile by %s', async (_name, createLink) => {
    const { worker, url } = await startSubgraph();
    const source = createHttpSubgraph({ name: 'things', url, gatewaySecret: 'a secret', timeoutMs: TIMEOUT_MS, createLink });
    cleanups.add(source.close);
    const asked = source.execute({ query: '{ thing }', headers: {} });
    await once(worker, 'message');
    heldUp(2 * TIMEOUT_MS);
    expect(await asked).toEqual({ data: { thing: 1 } });
  });

  it('reads the answers of a subgraph in its own process, too', async () => {
    const { worker } = await startSubgraph();
    const deadlines = createDeadlines(TIMEOUT_MS);
    cleanups.add(deadlines.close);
    const execute = async () => {
      worker.postMessage('ask');
      await once(worker, 'message');
      const answered = once(worker, 'message');
      setImmediate(() => heldUp(2 * TIMEOUT_MS));
      return (await answered)[0];
    };
    const source = deadlines.limit({ name: 'things', execute, subscribe: execute, close: async () => {} });
    expect(await source.execute({ query: '{ thing }', headers: {} })).toEqual({ data: { thing: 1 } });
  });
});
