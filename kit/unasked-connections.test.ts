import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';
import { endUnaskedConnections } from './unasked-connections.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const serve = async () => {
  const answer = Promise.withResolvers<string>();
  const app = fastify({ forceCloseConnections: 'idle', return503OnClosing: false });
  endUnaskedConnections(app);
  let asked = 0;
  app.get('/', () => {
    asked++;
    return answer.promise;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { port: number };
  const open = async (): Promise<{ socket: Socket; heard: () => string }> => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('error', () => {});
    cleanups.add(() => void socket.destroy());
    await once(socket, 'connect');
    return { socket, heard: () => text };
  };
  return { app, open, answer, asked: () => asked };
};

describe('A server that closes', () => {
  it('does not wait for connections on which nothing was asked, nor for half a question', async () => {
    const { app, open } = await serve();
    const [silent, half] = [await open(), await open()];
    half.socket.write('GET / HTTP/1.1\r\n');
    await eventually(() => new Promise<boolean>((resolve) => app.server.getConnections((_error, count) => resolve(count === 2))));
    const begun = performance.now();
    await app.close();
    expect(performance.now() - begun).toBeLessThan(3_000);
    await eventually(() => silent.socket.destroyed && half.socket.destroyed);
  });

  it('answers what is asked on a connection that was just opened', async () => {
    const { app, open, answer } = await serve();
    answer.resolve('answered');
    const { socket, heard } = await open();
    const closing = app.close();
    await eventually(() => !app.server.listening);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(() => expect(heard()).toMatch(/200 OK[\s\S]*answered/));
    await closing;
  });

  it('answers what was asked before', async () => {
    const { app, open, answer, asked } = await serve();
    const { socket, heard } = await open();
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(() => asked() === 1);
    const closing = app.close();
    answer.resolve('answered');
    await closing;
    await eventually(() => expect(heard()).toMatch(/200 OK[\s\S]*answered/));
  });
});
