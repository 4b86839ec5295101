import type { FastifyReply } from 'fastify';
import type { Outlet } from '../live/outlet.ts';
import type { Payload } from '../live/payload.ts';
import { beatsFor, type Heartbeats } from './heartbeats.ts';

/** A response that goes on: an event stream, or parts. */
export type StreamedResponse = Pick<Outlet, 'waitingBytes' | 'whenDrained'> & {
  write(...pieces: readonly (Buffer | string)[]): void;
  end(...pieces: readonly (Buffer | string)[]): void;
  /** After the end: cuts a client off that has not taken it soon. */
  cutOff(): void;
  /** Resolves when it has ended, by either side. */
  closed: Promise<void>;
};

export type StreamedResponseOptions = {
  contentType: string;
  heartbeats: Heartbeats;
  /** What keeps the connection alive. */
  sign: string;
};

const CLOSE_MS = 2_000;

/**
 * Takes the response out of fastify's hands. A client that does not take what waits for it in one heartbeat,
 * or in `beatsFor` more when much waits, is cut off.
 */
export const streamResponse = (reply: FastifyReply, { contentType, heartbeats, sign }: StreamedResponseOptions): StreamedResponse => {
  const { raw } = reply;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.socket?.setNoDelay(true);
  raw.socket?.setTimeout(0);
  const write = (...pieces: readonly (Buffer | string)[]): void => {
    if (!raw.destroyed && !raw.writableEnded) raw.write(joined(pieces));
  };
  let waited: number | null = null;
  const stopBeating = heartbeats.add({
    beat: () => {
      if (raw.writableLength === 0) write(sign);
      if (waited !== null) {
        if (waited-- === 0) raw.destroy();
        return;
      }
      if (raw.writableLength === 0) return;
      waited = beatsFor(raw.writableLength);
      raw.socket?.write('', () => {
        waited = null;
      });
    },
  });
  const onClosed = (): void => {
    stopBeating();
    resolve();
  };
  if (raw.destroyed) onClosed();
  else raw.once('close', onClosed);
  return {
    closed,
    write,
    waitingBytes: () => raw.writableLength,
    whenDrained: (callback) => {
      if (!raw.destroyed) raw.socket?.write('', () => callback());
    },
    end: (...pieces) => {
      write(...pieces);
      raw.end();
    },
    cutOff: () => {
      const impatience = setTimeout(() => raw.destroy(), CLOSE_MS).unref();
      raw.once('close', () => clearTimeout(impatience));
    },
  };
};

const joined = (pieces: readonly (Buffer | string)[]): Buffer | string =>
  pieces.every((piece) => typeof piece === 'string')
    ? pieces.join('')
    : Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));

/** A payload between two texts, put together once for all clients that get the same. */
export const createWrapper = (before: string, after: string | ((payload: Payload) => string)): ((payload: Payload) => Buffer) => {
  const wrapped = new WeakMap<Payload, Buffer>();
  const head = Buffer.from(before);
  const tail = (payload: Payload): Buffer => Buffer.from(typeof after === 'string' ? after : after(payload));
  return (payload) => {
    const known = wrapped.get(payload) ?? Buffer.concat([head, payload.bytes, tail(payload)]);
    wrapped.set(payload, known);
    return known;
  };
};
