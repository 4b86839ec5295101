import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Outlet } from '../live/outlet.ts';
import { idLine, openEventStream } from './event-stream.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { StreamedResponse } from './streamed-response.ts';
import { endingError, type Visit } from './visit.ts';

/** One stream for all of a client's operations (GraphQL over SSE, single connection), from its reservation on. */
export type ReservedStream = {
  token: string;
  visit: Visit;
  readonly isOpen: boolean;
  /** Too much waits for the response to be opened, or for its client to take it. */
  readonly isFull: boolean;
  /** It has ended: nothing more can run on it. */
  readonly isClosed: boolean;
  /** The operations that run or are about to, by their ids. */
  operations: ReadonlyMap<string, StreamOperation>;
  /** Attaches the response that everything goes to. */
  open(reply: FastifyReply): void;
  /** Takes an id for an operation. */
  reserve(id: string): StreamOperation;
  /** Ends an operation for a client that wants no more of it. */
  leave(id: string): void;
};

/** One operation on a stream, until it or the stream ends; its id may then be another's. */
export type StreamOperation = {
  readonly isHeld: boolean;
  outlet: Outlet;
  /** It is a subscription: a restart does not wait for its end. */
  goesOn(): void;
  /** Gives the id back; nothing is said of it. */
  release(): void;
  /** @param leave how to end what runs; is called at once when nobody waits for it any more */
  runs(leave: () => void): void;
};

/** A reservation that nobody opens is given up. */
const UNOPENED_MS = 30_000;

/** While more waits for its client, nothing further is begun for it. */
const FULL_BYTES = 1024 * 1024;

export const reserveStream = (visit: Visit, heartbeats: Heartbeats, onClosed: (stream: ReservedStream) => void): ReservedStream => {
  const early: (Buffer | string)[] = [];
  const drained: (() => void)[] = [];
  const operations = new Map<string, StreamOperation & { leave(): void }>();
  let isClosed = false;
  const places = new Map<string, unknown>();
  let response: StreamedResponse | null = null;
  const earlyBytes = (): number => early.reduce((sum, piece) => sum + piece.length, 0);
  const waitingBytes = (): number => response?.waitingBytes() ?? earlyBytes();
  const write = (piece: Buffer | string): void => {
    if (response) response.write(piece);
    else early.push(piece);
  };
  const close = (): void => {
    isClosed = true;
    clearTimeout(unopened);
    for (const { leave } of [...operations.values()]) leave();
    visit.close();
    onClosed(stream);
  };
  /** After which cursor each feed is to be resumed; the other operations are just begun again. */
  const resumption = (): string | undefined => (places.size > 0 ? JSON.stringify(Object.fromEntries(places)) : undefined);
  const unopened = setTimeout(close, UNOPENED_MS);
  unopened.unref();
  visit.onEnding((ending) => {
    isClosed = true;
    if (ending.cause === 'session') {
      for (const [id, { outlet, leave }] of [...operations]) {
        outlet.end([endingError(ending, places.get(id))]);
        leave();
      }
    }
    if (!response) return close();
    response.end(`: ${ending.reason}\n${idLine(resumption())}\n`);
    response.cutOff();
  });
  const createOperation = (id: string): StreamOperation & { leave(): void } => {
    const prefix = Buffer.from(`event: next\ndata: {"id":${JSON.stringify(id)},"payload":`);
    const answered = visit.beginAnswer();
    let end: (() => void) | null = null;
    const isHeld = (): boolean => operations.get(id) === operation;
    const release = (): void => {
      if (!isHeld()) return;
      places.delete(id);
      operations.delete(id);
      answered();
    };
    const operation = {
      get isHeld() {
        return isHeld();
      },
      release,
      goesOn: answered,
      runs: (leave: () => void) => {
        if (isHeld()) end = leave;
        else leave();
      },
      leave: () => {
        release();
        end?.();
      },
      outlet: {
        waitingBytes,
        whenDrained: (callback) => (response ? response.whenDrained(callback) : void drained.push(callback)),
        send: ({ bytes }) => {
          if (isHeld()) write(Buffer.concat([prefix, bytes, SUFFIX]));
        },
        resumesAfter: (cursor) => {
          if (isHeld()) places.set(id, cursor);
        },
        end: (errors) => {
          if (!isHeld()) return;
          release();
          if (errors) write(`${prefix}${JSON.stringify({ errors })}${SUFFIX}`);
          write(`event: complete\ndata: ${JSON.stringify({ id })}\n\n`);
        },
      } satisfies Outlet,
    };
    return operation;
  };
  const stream: ReservedStream = {
    token: randomUUID(),
    visit,
    operations,
    get isClosed() {
      return isClosed;
    },
    get isOpen() {
      return response !== null;
    },
    get isFull() {
      return waitingBytes() > FULL_BYTES;
    },
    open: (reply) => {
      clearTimeout(unopened);
      response = openEventStream(reply, heartbeats);
      for (const piece of early.splice(0)) response.write(piece);
      for (const callback of drained.splice(0)) callback();
      void response.closed.then(close);
    },
    leave: (id) => operations.get(id)?.leave(),
    reserve: (id) => {
      const operation = createOperation(id);
      operations.set(id, operation);
      return operation;
    },
  };
  return stream;
};

const SUFFIX = Buffer.from('}\n\n');
