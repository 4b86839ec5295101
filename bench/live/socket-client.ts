import { connect, type Socket } from 'node:net';

/** The least that speaks graphql-transport-ws, so that the clients take little of the machine that the gateway is measured on. */
export type SocketClient = { end: () => void };

const PING = 0x9;
const TEXT = 0x1;
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
  const socket = connect(Number(port), hostname).setNoDelay(true);
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
  const path = `GET /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n`;
  socket.write(
    `${path}sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
  );
  socket.on('error', reject).on('close', () => reject(new Error('The socket was closed.')));
  readFrames(socket, {
    onOpen: () => say({ type: 'connection_init', payload: authorization ? { authorization } : {} }),
    onText: hear,
    onPing: (payload) => void socket.write(frame(0xa, payload)),
  });
  await promise;
  return { end: () => void socket.destroy() };
};

type Reader = { onOpen: () => void; onText: (message: Buffer) => void; onPing: (payload: Buffer) => void };

const readFrames = (socket: Socket, { onOpen, onText, onPing }: Reader): void => {
  let rest: Buffer = Buffer.alloc(0);
  let isOpen = false;
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (!isOpen) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      rest = rest.subarray(end + 4);
      isOpen = true;
      onOpen();
    }
    for (let length = frameLength(rest); length > 0 && rest.length >= length; length = frameLength(rest)) {
      const opcode = rest[0]! & 0xf;
      const payload = rest.subarray(rest[1]! < 126 ? 2 : 4, length);
      if (opcode === TEXT) onText(payload);
      else if (opcode === PING) onPing(payload);
      rest = rest.subarray(length);
    }
  });
};

const frameLength = (bytes: Buffer): number => {
  if (bytes.length < 2) return 0;
  if (bytes[1]! < 126) return 2 + bytes[1]!;
  return bytes.length < 4 ? 0 : 4 + bytes.readUInt16BE(2);
};
