import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Outlet } from '../live/outlet.ts';
import { idLine, openEventStream, sessionEnded } from './event-stream.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { StreamedResponse } from './streamed-response.ts';
import type { Visit } from './visit.ts';

/** One stream for all of a client's operations (GraphQL over SSE, single connection), from its reservation on. */
export type ReservedStream = {
  token: string;
  visit: Visit;
  readonly isOpen: boolean;
  /** Too much waits for the response to be opened. */
  readonly isFull: boolean;
  /** The ways to leave the operations that run, by their ids; null while one begins. */
  operations: Map<string, (() => void) | null>;
  /** Attaches the response that everything goes to. */
  open(reply: FastifyReply): void;
  outlet(id: string): Outlet;
  /** Ends an operation for a client that wants no more of it. */
  leave(id: string): void;
};

/** A reservation that nobody opens is given up. */
const UNOPENED_MS = 30_000;

const EARLY_BYTES = 1024 * 1024;

export const reserveStream = (visit: Visit, heartbeats: Heartbeats, onClosed: (stream: ReservedStream) => void): ReservedStream => {
  const early: (Buffer | string)[] = [];
  const drained: (() => void)[] = [];
  const operations: ReservedStream['operations'] = new Map();
  const places = new Map<string, unknown>();
  let response: StreamedResponse | null = null;
  const earlyBytes = (): number => early.reduce((sum, piece) => sum + piece.length, 0);
  const write = (piece: Buffer | string): void => {
    if (response) response.write(piece);
    else early.push(piece);
  };
  const close = (): void => {
    clearTimeout(unopened);
    for (const leave of operations.values()) leave?.();
    operations.clear();
    visit.close();
    onClosed(stream);
  };
  /** After which cursor each feed is to be resumed; the other operations are just begun again. */
  const resumption = (): string | undefined => (places.size > 0 ? JSON.stringify(Object.fromEntries(places)) : undefined);
  const unopened = setTimeout(close, UNOPENED_MS);
  unopened.unref();
  visit.onEnding(({ cause, reason }) => {
    if (cause === 'session') {
      for (const [id, leave] of operations) {
        stream.outlet(id).end([sessionEnded(reason, places.get(id))]);
        leave?.();
      }
    }
    if (!response) return close();
    response.end(`: ${reason}\n${idLine(resumption())}\n`);
    response.cutOff();
  });
  const stream: ReservedStream = {
    token: randomUUID(),
    visit,
    operations,
    get isOpen() {
      return response !== null;
    },
    get isFull() {
      return earlyBytes() > EARLY_BYTES;
    },
    open: (reply) => {
      clearTimeout(unopened);
      response = openEventStream(reply, heartbeats);
      for (const piece of early.splice(0)) response.write(piece);
      for (const callback of drained.splice(0)) callback();
      void response.closed.then(close);
    },
    leave: (id) => {
      operations.get(id)?.();
      operations.delete(id);
      places.delete(id);
    },
    outlet: (id) => {
      const prefix = Buffer.from(`event: next\ndata: {"id":${JSON.stringify(id)},"payload":`);
      return {
        waitingBytes: () => response?.waitingBytes() ?? earlyBytes(),
        whenDrained: (callback) => (response ? response.whenDrained(callback) : void drained.push(callback)),
        send: ({ bytes }) => {
          if (operations.has(id)) write(Buffer.concat([prefix, bytes, SUFFIX]));
        },
        resumesAfter: (cursor) => void places.set(id, cursor),
        end: (errors) => {
          places.delete(id);
          if (!operations.has(id)) return;
          if (errors) write(`${prefix}${JSON.stringify({ errors })}${SUFFIX}`);
          operations.delete(id);
          write(`event: complete\ndata: ${JSON.stringify({ id })}\n\n`);
        },
      };
    },
  };
  return stream;
};

const SUFFIX = Buffer.from('}\n\n');
