import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { partWithClients } from './part-with-clients.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

/** A server that answers when the test says so, and a client that keeps its connection. */
const serve = async () => {
  const asked: ServerResponse[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => asked.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  cleanups.add(() => void socket.destroy());
  let heard = '';
  socket.on('data', (data) => {
    heard += data;
  });
  const ask = async (): Promise<ServerResponse> => {
    const count = asked.length;
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(() => asked.length > count);
    return asked.at(-1) as ServerResponse;
  };
  const close = async (): Promise<number> => {
    const begun = performance.now();
    await partWithClients(server);
    await new Promise((closed) => server.close(closed));
    return performance.now() - begun;
  };
  return { server, socket, heard: () => heard, ask, close };
};

describe('A server that closes', () => {
  it('lets a client that keeps its connection go with its next answer', async () => {
    const { socket, heard, ask, close } = await serve();
    (await ask()).end('first');
    await eventually(() => expect(heard()).toMatch(/keep-alive[\s\S]*first/));
    const closing = close();
    (await ask()).end('last');
    await once(socket, 'end');
    expect(heard()).toMatch(/first[\s\S]*Connection: close[\s\S]*last/);
    expect(await closing).toBeLessThan(5_000);
  });

  it('reads what came while it was held up before it closes idle connections', async () => {
    const { server, socket, heard, ask } = await serve();
    (await ask()).end('first');
    await eventually(() => expect(heard()).toContain('first'));
    server.once('request', (_request, response) => response.end('last'));
    const holdUp = (): void => {
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      const until = performance.now() + 100;
      while (performance.now() < until);
    };
    setTimeout(() => setImmediate(holdUp), 25);
    await partWithClients(server, 50);
    server.close();
    await once(socket, 'end');
    expect(heard()).toMatch(/first[\s\S]*Connection: close[\s\S]*last/);
  });

  it('does not wait for a client that keeps its connection after an answer that was under way, and asks nothing more', async () => {
    const { server, socket, heard, ask, close } = await serve();
    const answer = await ask();
    const closing = close();
    await eventually(() => !server.listening);
    answer.end('answered');
    await once(socket, 'end');
    expect(heard()).toMatch(/keep-alive[\s\S]*answered/);
    expect(await closing).toBeLessThan(5_000);
  });
});
