import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { freePort } from './free-port.ts';

const listen = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

it('a free port can be listened on, is given out once, and never to who listens on any', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(new Set(ports).size).toBe(50);
  const others = await Promise.all(Array.from({ length: 50 }, () => listen(0)));
  const given = others.map((server) => (server.address() as AddressInfo).port);
  expect(Math.min(...given)).toBeGreaterThan(Math.max(...ports));
  const servers = [...others, ...(await Promise.all(ports.map(listen)))];
  for (const server of servers) server.close();
});

/** The port that would be given out next is in use. */
const occupyNext = async () => {
  for (;;) {
    const port = (await freePort()) + 1;
    const server = await listen(port).catch(() => null);
    if (server) return { port, server };
  }
};

it('a port in use is passed over', async () => {
  const { port, server } = await occupyNext();
  expect(await freePort()).not.toBe(port);
  server.close();
});
