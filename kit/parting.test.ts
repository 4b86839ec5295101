import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type FastifyReply, fastify } from 'fastify';
import { createParting } from './parting.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

/** A server that answers when the test says so, and a client that keeps its connection. */
const serve = async () => {
  const asked: FastifyReply[] = [];
  const app = fastify({ forceCloseConnections: 'idle', return503OnClosing: false, keepAliveTimeout: 60_000 });
  const { part } = createParting(app);
  app.get('/', (_request, reply) => void asked.push(reply));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  cleanups.add(() => void socket.destroy());
  cleanups.add(() => app.close());
  let heard = '';
  socket.on('data', (data) => {
    heard += data;
  });
  const send = (): void => void socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const ask = async () => {
    const count = asked.length;
    send();
    await eventually(() => asked.length > count);
    return { reply: asked.at(-1) as FastifyReply };
  };
  const answerFirst = async (): Promise<void> => {
    (await ask()).reply.send('first');
    await eventually(() => expect(heard).toMatch(/keep-alive[\s\S]*first/));
  };
  const close = async (): Promise<number> => {
    const begun = performance.now();
    await part();
    await app.close();
    return performance.now() - begun;
  };
  return { app, part, asked, socket, heard: () => heard, send, ask, answerFirst, close };
};

describe('A server that closes', () => {
  it('lets a client that keeps its connection go with its next answer', async () => {
    const { socket, heard, ask, answerFirst, close } = await serve();
    await answerFirst();
    const closing = close();
    (await ask()).reply.send('last');
    await once(socket, 'end');
    expect(heard()).toMatch(/first[\s\S]*connection: close[\s\S]*last/i);
    expect(await closing).toBeLessThan(5_000);
  });

  it('lets a client go with the answer that is under way', async () => {
    const { app, socket, heard, ask, close } = await serve();
    const { reply } = await ask();
    const closing = close();
    reply.send('answered');
    await once(socket, 'end');
    expect(heard()).toMatch(/connection: close[\s\S]*answered/i);
    expect(app.server.listening).toBe(true);
    expect(await closing).toBeLessThan(5_000);
  });

  it('answers a question that came behind the one under way, and lets the client go with it', async () => {
    const { asked, socket, heard, send, ask, close } = await serve();
    const { reply } = await ask();
    const closing = close();
    send();
    await eventually(() => asked.length === 2);
    reply.send('under way');
    asked[1]!.send('behind it');
    await once(socket, 'end');
    expect(heard()).toMatch(/^((?!connection: close)[\s\S])*under way[\s\S]*connection: close[\s\S]*behind it/i);
    expect(await closing).toBeLessThan(5_000);
  });

  it('reads what came while it was held up before it closes idle connections', async () => {
    const { app, part, asked, socket, heard, send, answerFirst } = await serve();
    await answerFirst();
    const holdUp = (): void => {
      send();
      const until = performance.now() + 100;
      while (performance.now() < until);
    };
    setTimeout(() => setImmediate(holdUp), 25);
    await part(50);
    const closed = app.close();
    await eventually(() => asked.length === 2);
    asked[1]!.send('last');
    await once(socket, 'end');
    await closed;
    expect(heard()).toMatch(/first[\s\S]*connection: close[\s\S]*last/i);
  });

  it('does not wait for a client that keeps its connection after an answer whose head was sent before, and asks nothing more', async () => {
    const { app, socket, heard, ask, close } = await serve();
    const { raw } = (await ask()).reply;
    raw.flushHeaders();
    await eventually(() => expect(heard()).toContain('keep-alive'));
    const closing = close();
    await eventually(() => !app.server.listening);
    raw.end('answered');
    await once(socket, 'end');
    expect(heard()).toContain('answered');
    expect(await closing).toBeLessThan(5_000);
  });
});
