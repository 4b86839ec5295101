import { connect } from 'node:net';
import { createHttpReader } from './http-reader.ts';

export type Figures = { requests: number; seconds: number; latencies: Float64Array; failures: number };

/** Requests are written before the load begins; as many as there are different ones. */
const RING = 500;

const requestOf = (host: string, body: string): Buffer =>
  Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

const START = Buffer.from('{"data":{');
const CLOSING_BRACE = 125;
const NEWLINE = 10;
/** One for all connections: each read is taken in at once. */
const READ_BUFFER = Buffer.allocUnsafeSlow(65_536);

/** Data and nothing beside it; looked at where it begins and ends, which costs little. */
const isWhole = (body: Buffer): boolean => {
  const end = body[body.length - 1] === NEWLINE ? body.length - 1 : body.length;
  return body.compare(START, 0, START.length, 0, START.length) === 0 && body[end - 1] === CLOSING_BRACE && body[end - 2] === CLOSING_BRACE;
};

/** Keeps `connections` requests in flight for so long, each connection asking again when it has its answer. */
export const applyLoad = async (
  url: string,
  bodies: (n: number) => string,
  connections: number,
  milliseconds: number,
  first = 0,
): Promise<Figures> => {
  const { host, port } = new URL(url);
  let next = first;
  const requests = Array.from({ length: RING }, (_, n) => requestOf(host, bodies(n)));
  const latencies: number[] = [];
  let failures = 0;
  const begin = performance.now();
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const receive = (length: number): boolean => {
        read(READ_BUFFER.subarray(0, length));
        return true;
      };
      const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true, onread: { buffer: READ_BUFFER, callback: receive } });
      let sent = 0;
      const send = (): void => {
        sent = performance.now();
        socket.write(requests[next++ % RING]!);
      };
      const read = createHttpReader(({ head, body }) => {
        const now = performance.now();
        latencies.push(now - sent);
        if (!head.startsWith('http/1.1 200') || !isWhole(body)) failures++;
        if (now - begin < milliseconds) return send();
        socket.end();
        resolve();
      });
      socket.on('error', reject).on('connect', send);
    });
  await Promise.all(Array.from({ length: connections }, one));
  return {
    requests: latencies.length,
    seconds: (performance.now() - begin) / 1000,
    latencies: Float64Array.from(latencies).sort(),
    failures,
  };
};
