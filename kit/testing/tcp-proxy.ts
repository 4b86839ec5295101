import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Passes connections on to a port of this machine, and can lose what they carry without a word. */
export type TcpProxy = {
  port: number;
  /** From now on no byte passes, neither over present connections nor new ones, until `release`. Nobody is told. */
  hold: () => void;
  release: () => void;
  /** Present connections are silent for ever, or that of which the server sees this port; new ones are served. */
  abandon: (port?: number) => void;
  /** Cuts what was abandoned. */
  cutAbandoned: () => void;
  close: () => Promise<void>;
};

/** A proxy before the server that a URL names. */
export const startProxyBefore = (url: string): Promise<TcpProxy> => startTcpProxy(() => Number(new URL(url).port));

/** The URL by way of a proxy. */
export const through = (url: string, { port }: Pick<TcpProxy, 'port'>): string => Object.assign(new URL(url), { port: String(port) }).href;

type Pair = { sockets: readonly [Socket, Socket]; abandoned: boolean };

/** @param target the port to pass on to, asked at each connection: the server may start later */
export const startTcpProxy = async (target: () => number): Promise<TcpProxy> => {
  const pairs = new Set<Pair>();
  let held = false;
  const server = createServer({ pauseOnConnect: true }, (client) => {
    const upstream = connect(target(), '127.0.0.1').pause();
    const pair: Pair = { sockets: [client.setNoDelay(true), upstream.setNoDelay(true)], abandoned: false };
    pairs.add(pair);
    pass(client, upstream, () => held || pair.abandoned);
    pass(upstream, client, () => held || pair.abandoned);
    for (const socket of pair.sockets) {
      socket.on('error', () => {});
      socket.on('close', () => {
        if (pair.abandoned) return;
        pairs.delete(pair);
        for (const other of pair.sockets) other.destroy();
      });
    }
    if (!held) resume(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (pair: Pair): void => {
    pairs.delete(pair);
    for (const socket of pair.sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    hold: () => {
      held = true;
      for (const { sockets } of pairs) for (const socket of sockets) socket.pause();
    },
    release: () => {
      held = false;
      for (const pair of pairs) if (!pair.abandoned) resume(pair);
    },
    abandon: (port) => {
      for (const pair of pairs) {
        if (port !== undefined && pair.sockets[1].localPort !== port) continue;
        pair.abandoned = true;
        for (const socket of pair.sockets) socket.pause();
      }
    },
    cutAbandoned: () => [...pairs].filter(({ abandoned }) => abandoned).forEach(cut),
    close: async () => {
      for (const pair of pairs) cut(pair);
      server.close();
      await once(server, 'close');
    },
  };
};

const resume = ({ sockets }: Pair): void => {
  for (const socket of sockets) socket.resume();
};

const pass = (from: Socket, to: Socket, silent: () => boolean): void => {
  from.on('data', (chunk) => {
    if (!to.write(chunk)) from.pause();
  });
  to.on('drain', () => {
    if (!silent()) from.resume();
  });
  from.on('end', () => to.end());
};
