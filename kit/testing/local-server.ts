import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LocalServer = {
  /** `http://127.0.0.1:{port}`. */
  url: string;
  /** Drops every connection and ends. */
  close(): Promise<void>;
};

/** An HTTP server on 127.0.0.1, on a free port unless one is named: what stands in for a server of others. */
export const startLocalServer = async (listener: RequestListener, port = 0): Promise<LocalServer> => {
  const server = createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
