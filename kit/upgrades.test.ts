import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { onlyWebSockets } from './upgrades.ts';

const server = createServer(onlyWebSockets, (_request, response) => void response.end());
beforeAll(async () => {
  server.on(
    'upgrade',
    (_request, stream) => void stream.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => void server.close());

it.each([
  ['websocket', 101],
  ['WebSocket', 101],
  ['h2c', 200],
  ['h2c, websocket2', 200],
])('a request that offers to go over to %s is answered with %i', async (upgrade, status) => {
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, headers: { connection: 'Upgrade', upgrade } }).end();
  const [response] = (await Promise.race([once(asked, 'response'), once(asked, 'upgrade')])) as [IncomingMessage];
  response.destroy();
  expect(response.statusCode).toBe(status);
});
