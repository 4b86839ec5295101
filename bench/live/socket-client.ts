import { connect } from 'node:net';
import { createFrameReader } from './frame-reader.ts';

/** The least that speaks graphql-transport-ws, so that the clients take little of the machine that the gateway is measured on. */
export type SocketClient = { end: () => void };

const PONG = 0xa;
const TEXT = 0x1;
/** All sockets read into the same: what is read is taken at once. */
const READ_BUFFER = Buffer.alloc(64 * 1024);
const VERSION = Buffer.from('"version":');

/** A client's frame (RFC 6455 §5.2) with a mask of zeros. */
const frame = (opcode: number, payload: Buffer): Buffer => {
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

const versionIn = (message: Buffer): number => {
  const at = message.indexOf(VERSION);
  if (at < 0) return Number.NaN;
  let value = 0;
  for (let index = at + VERSION.length; ; index++) {
    const digit = message[index]! - 48;
    if (!(digit >= 0 && digit <= 9)) return value;
    value = value * 10 + digit;
  }
};

/** Opens a socket, subscribes, and calls back with the version of each message. Resolves when it is subscribed. */
export const openSocketClient = async (
  url: string,
  { query, variables, authorization }: { query: string; variables: object; authorization?: string },
  onVersion: (version: number) => void,
): Promise<SocketClient> => {
  const { hostname, port } = new URL(url);
  const onread = {
    buffer: READ_BUFFER,
    callback: (length: number) => {
      read(READ_BUFFER.subarray(0, length));
      return true;
    },
  };
  const socket = connect({ port: Number(port), host: hostname, onread }).setNoDelay(true);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const say = (message: object): void => void socket.write(frame(TEXT, Buffer.from(JSON.stringify(message))));
  const hear = (message: Buffer): void => {
    const version = versionIn(message);
    if (!Number.isNaN(version)) {
      resolve();
      onVersion(version);
    } else if (message.includes('connection_ack')) say({ id: crypto.randomUUID(), type: 'subscribe', payload: { query, variables } });
    else reject(new Error(message.toString()));
  };
  const read = createFrameReader({
    onOpen: () => say({ type: 'connection_init', payload: authorization ? { authorization } : {} }),
    onText: hear,
    onPing: (payload) => void socket.write(frame(PONG, Buffer.from(payload))),
  });
  const path = `GET /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n`;
  socket.write(
    `${path}sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
  );
  socket.on('error', reject).on('close', () => reject(new Error('The socket was closed.')));
  await promise;
  return { end: () => void socket.destroy() };
};
