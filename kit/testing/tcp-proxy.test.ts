import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

describe('A proxy that can lose what it carries', () => {
  let server: Server;
  let proxy: TcpProxy;
  const clients: Socket[] = [];
  const accepted: Socket[] = [];

  beforeEach(async () => {
    server = createServer((socket) => {
      accepted.push(socket.on('error', () => {}));
      socket.pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await startTcpProxy(() => (server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const socket of [...clients.splice(0), ...accepted.splice(0)]) socket.destroy();
    await proxy.close();
    server.close();
  });

  const open = (): { socket: Socket; heard: () => string; closed: () => boolean } => {
    const socket = connect(proxy.port, '127.0.0.1').on('error', () => {});
    clients.push(socket);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    return { socket, heard: () => text, closed: () => socket.destroyed };
  };
  const says = async (client: ReturnType<typeof open>, text: string): Promise<void> => {
    client.socket.write(text);
    await eventually(() => expect(client.heard()).toContain(text));
  };

  it('passes bytes on both ways, and the end of a connection', async () => {
    const client = open();
    await says(client, 'one');
    accepted[0]?.destroy();
    await eventually(() => client.closed());
  });

  it('holds everything, new connections too, and gives all of it when it is released', async () => {
    const [before, other] = [open(), open()];
    await says(before, 'one');
    proxy.hold();
    const during = open();
    before.socket.write('two');
    during.socket.write('three');
    await once(during.socket, 'connect');
    expect([before.heard(), during.heard(), before.closed(), during.closed()]).toEqual(['one', '', false, false]);
    proxy.release();
    await eventually(() => expect([before.heard(), during.heard()]).toEqual(['onetwo', 'three']));
    await says(other, 'four');
  });

  it('leaves present connections silent and serves new ones, until the silent ones are cut', async () => {
    const before = open();
    await says(before, 'one');
    proxy.abandon();
    before.socket.write('two');
    const after = open();
    await says(after, 'three');
    expect([before.heard(), before.closed()]).toEqual(['one', false]);
    proxy.cutAbandoned();
    await eventually(() => before.closed());
    await says(after, 'four');
  });
});
