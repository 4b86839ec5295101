import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { freePort } from './free-port.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const listen = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  cleanups.add(() => void server.close());
  return server;
};

it('a free port can be listened on, is given out once, and never to who listens on any', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(new Set(ports).size).toBe(50);
  const others = await Promise.all(Array.from({ length: 50 }, () => listen(0)));
  const given = others.map((server) => (server.address() as AddressInfo).port);
  expect(Math.min(...given)).toBeGreaterThan(Math.max(...ports));
  await Promise.all(ports.map(listen));
});

/** The port that would be given out next is in use. */
const occupyNext = async () => {
  for (;;) {
    const port = (await freePort()) + 1;
    if (await listen(port).catch(() => null)) return port;
  }
};

it('a port in use is passed over', async () => {
  const port = await occupyNext();
  expect(await freePort()).not.toBe(port);
});
