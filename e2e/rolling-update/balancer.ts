import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '#kit/testing/eventually.ts';

/** A load balancer over processes of this machine, as a Service of Kubernetes is one: a connection goes to one that says it serves, and stays there. */
export type Balancer = {
  url: string;
  /** Takes a process in; resolves when it gets connections. */
  add: (port: number) => Promise<void>;
  close: () => Promise<void>;
};

const LOOK_MS = 50;

export const startBalancer = async (): Promise<Balancer> => {
  const serving = new Map<number, boolean>();
  const sockets = new Set<Socket>();
  let turn = 0;
  let closed = false;
  const look = async (port: number): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}/health/serving`, { headers: { connection: 'close' } }).catch(() => null);
    await response?.text();
    serving.set(port, response?.ok ?? false);
  };
  /** One look after the other, or an old answer could come behind a newer one. */
  const watch = async (port: number): Promise<void> => {
    for (; !closed; await pause(LOOK_MS)) await look(port);
  };

  /** A connection that is refused was never made: the next process gets it. */
  const pass = (client: Socket): void => {
    const ports = [...serving.keys()].filter((port) => serving.get(port));
    const port = ports[turn++ % ports.length];
    if (port === undefined) return void client.destroy();
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true });
    const refused = (): void => {
      serving.set(port, false);
      pass(client);
    };
    upstream.once('error', refused).once('connect', () => {
      upstream.off('error', refused);
      join(client, upstream);
    });
  };
  const join = (...pair: readonly [Socket, Socket]): void => {
    for (const socket of pair) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
    const [client, upstream] = pair;
    client.pipe(upstream).pipe(client);
  };
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (client) => pass(client.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: async (port) => {
      if (!serving.has(port)) void watch(port);
      serving.set(port, false);
      await eventually(() => serving.get(port));
    },
    close: async () => {
      closed = true;
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
