import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A request of Kafka's protocol as a client sent it. */
export type KafkaRequest = { apiKey: number; apiVersion: number; body: Buffer };

/** Of requests. */
export const API = { produce: 0, fetch: 1, initProducerId: 22 } as const;

/** Passes requests on to a broker of this machine, one by one, and lets a test see them. */
export type KafkaWire = {
  port: number;
  /** Since the start, in order. */
  requests: readonly KafkaRequest[];
  /** From now on requests of this kind go nowhere, over whatever connection; `null` for none. */
  swallow: (apiKey: number | null) => void;
  close: () => Promise<void>;
};

/** @param target the broker's port, asked at each connection: it may start later */
export const startKafkaWire = async (target: () => number): Promise<KafkaWire> => {
  const requests: KafkaRequest[] = [];
  const sockets = new Set<Socket>();
  let swallowed: number | null = null;
  const server = createServer((client) => {
    const broker = connect(target(), '127.0.0.1');
    const pair = [client, broker];
    for (const socket of pair) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
    broker.pipe(client);
    let rest = Buffer.alloc(0);
    client.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = endOfFirst(rest); end !== null; end = endOfFirst(rest)) {
        const frame = rest.subarray(0, end);
        rest = rest.subarray(end);
        const request = requestOf(frame);
        requests.push(request);
        if (request.apiKey !== swallowed) broker.write(frame);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    swallow: (apiKey) => {
      swallowed = apiKey;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const SIZE_BYTES = 4;

/** Null while the first frame has not come as a whole. */
const endOfFirst = (bytes: Buffer): number | null => {
  if (bytes.length < SIZE_BYTES) return null;
  const end = SIZE_BYTES + bytes.readInt32BE(0);
  return end <= bytes.length ? end : null;
};

/** The header is kind, version and number (2, 2 and 4 bytes), the client's name, and from some version on tagged fields, of which clients send none. */
const requestOf = (frame: Buffer): KafkaRequest => {
  const [apiKey, apiVersion] = [frame.readInt16BE(4), frame.readInt16BE(6)];
  const nameBytes = frame.length >= 14 ? Math.max(0, frame.readInt16BE(12)) : 0;
  return { apiKey, apiVersion, body: Buffer.from(frame.subarray(14 + nameBytes)) };
};

/** What a Produce request (version 3 or newer) asks for: from version 9 on its header ends with a byte for tagged fields, and texts have compact lengths. */
export const produceOf = ({ apiVersion, body }: KafkaRequest): { transactionalId: string | null; acks: number } => {
  const compact = apiVersion >= 9;
  const length = compact ? body.readUInt8(1) - 1 : body.readInt16BE(0);
  const at = 2;
  const end = at + Math.max(0, length);
  return { transactionalId: length < 0 ? null : body.toString('utf8', at, end), acks: body.readInt16BE(end) };
};
