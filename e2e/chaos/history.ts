import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Fault } from './plan.ts';

/** What became of an operation: acknowledged, refused for good with a code, or without an answer that tells. */
export type Outcome = 'ok' | 'refused' | 'unknown';

/** An operation that a front end sent; times in milliseconds since the load began. */
export type Operation = {
  record: 'operation';
  op: string;
  /** What it is about: an entry's name, an e-mail address, the id of a draft, event or session. */
  key: string;
  eventId?: string;
  begun: number;
  ended: number;
  outcome: Outcome;
  code?: string;
  /** Of an acknowledged one. */
  id?: string;
  entryNumber?: number;
  winners?: number;
};

/** A value that a subscriber was sent. `connection` counts the subscriber's connections. */
export type Push = {
  record: 'push';
  of: 'pulse' | 'dashboard' | 'feed';
  watcher: string;
  eventId: string;
  connection: number;
  at: number;
  version?: number;
  participants?: number;
  entryNumber?: number;
};

/** A subscriber that begins; a feed's `after` is the last entry that it knows. */
export type Watching = { record: 'watching'; of: Push['of']; watcher: string; eventId: string; after: number; at: number };

/** What an owner is shown of an event's channels when all has settled. */
export type Shown = {
  record: 'shown';
  eventId: string;
  at: number;
  channels: { channel: string; impressions: number; cost: string }[];
};

/** A fault that was done, with what it came to. */
export type Done = { record: 'fault'; fault: Fault; at: number; until: number; note?: string };

/** A process that ended without being killed. */
export type Exit = { record: 'exit'; name: string; code: number | null; at: number };

/** When all had settled, or had not; `since`: the end of the load and of the last fault. */
export type Settled = { record: 'settled'; since: number; at: number; waiting: string[] };

export type HistoryRecord = Operation | Push | Watching | Shown | Done | Exit | Settled;

/** The history of a run, written as it happens. */
export type History = {
  /** Milliseconds since the load began. */
  now: () => number;
  add: (record: HistoryRecord) => void;
  close: () => Promise<void>;
};

/** A history in a file of JSON lines. */
export const openHistory = (file: string): History => {
  const stream = createWriteStream(file);
  const begun = performance.now();
  return {
    now: () => Math.round(performance.now() - begun),
    add: (record) => void stream.write(`${JSON.stringify(record)}\n`),
    close: () => new Promise((resolve) => void stream.end(resolve)),
  };
};

export const readHistory = async (file: string): Promise<HistoryRecord[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as HistoryRecord);
