import { type Backoff, backoffMs } from './backoff.ts';
import type { Bus } from './bus/bus.ts';
import type { Database } from './database.ts';
import type { Message } from './define-event.ts';
import { cleanOutbox, startCleaning } from './delivery-cleaning.ts';
import type { Log } from './log.ts';
import { sending } from './telemetry/delivery-spans.ts';
import { createWakeable } from './wakeable.ts';

export type RelayOptions = {
  database: Database;
  bus: Bus;
  log: Log;
  /** Milliseconds between looks at the outbox when nothing wakes it; 500 by default. */
  pollMs?: number;
  /** Messages a round at most; 500 by default. */
  batch?: number;
  /** Between tries while the bus or the database is away; from 200 ms to 2 s by default, which adds to every absence. */
  backoff?: Backoff;
  /** Milliseconds until the outbox is cleaned for the first time; a minute by default. */
  cleanMs?: number;
  /** Called with what has been published and marked so. */
  onPublished?: (messages: readonly Message[]) => void;
};

export type Relay = {
  /** Looks at the outbox now; for `database.onPublished`. */
  wake(): void;
  /** Ends after the round under way. */
  stop(): Promise<void>;
  stats: { published: number; failures: number };
};

/**
 * Brings a schema's outbox to the bus, in order (spec §4): one relay a schema at a time, the others stand by. It keeps no cursor, so
 * a slow transaction with a lower id is not skipped; a message is sent again when its mark could not be committed.
 */
export const startRelay = ({
  database,
  bus,
  log,
  pollMs = 500,
  batch = 500,
  backoff = { firstMs: 200, capMs: 2_000 },
  cleanMs,
  onPublished = () => {},
}: RelayOptions): Relay => {
  const work = createWakeable();
  const halt = createWakeable();
  const cleaning = startCleaning(database, log, cleanOutbox, cleanMs);
  const stats = { published: 0, failures: 0 };
  let stopped = false;
  let offered = false;

  const round = async (): Promise<number> => {
    if (!offered) await bus.offer({ schema: database.schema });
    offered = true;
    const result = await publishBatch(database, bus, batch);
    if (result === 'busy') return pollMs / 5;
    stats.published += result.length;
    onPublished(result);
    return result.length === batch ? 0 : pollMs;
  };

  const loop = async (): Promise<void> => {
    for (let failures = 0; !stopped; ) {
      try {
        const ms = await round();
        failures = 0;
        if (ms > 0 && !stopped) await work.pause(ms);
      } catch (error) {
        failures += 1;
        stats.failures += 1;
        log.warn({ err: error, failures }, 'the outbox could not be relayed');
        if (!stopped) await halt.pause(backoffMs(backoff, failures));
      }
    }
  };
  const done = loop();

  return {
    wake: work.wake,
    stats,
    stop: async () => {
      stopped = true;
      work.wake();
      halt.wake();
      await Promise.all([done, cleaning.stop()]);
    },
  };
};

type OutboxRow = Omit<Message, 'traceparent'> & { row: string; traceparent: string | null };

/** One round: resolves with the messages published, or `busy` when another relay is at it. */
const publishBatch = async (database: Database, bus: Bus, batch: number): Promise<readonly Message[] | 'busy'> => {
  const waiting = await database.sql('select 1 from outbox where published_at is null limit 1');
  if (waiting.length === 0) return [];
  return database.transaction(async ({ sql }) => {
    const [lock] = await sql<{ mine: boolean }>('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine', [
      `relay:${database.schema}`,
    ]);
    if (!lock?.mine) return 'busy';
    const rows = await sql<OutboxRow>(
      `select id as row, message_id as id, type, source, time, key, data, traceparent
       from outbox where published_at is null order by outbox.id limit $1`,
      [batch],
    );
    if (rows.length === 0) return [];
    const messages = rows.map(messageOf);
    await sending(messages, () => bus.publish(messages));
    await sql('update outbox set published_at = now() where id = any($1::bigint[])', [rows.map(({ row }) => row)]);
    return messages;
  });
};

const messageOf = ({ row: _, traceparent, time, ...attributes }: OutboxRow): Message => ({
  ...attributes,
  time: new Date(time).toISOString(),
  ...(traceparent === null ? {} : { traceparent }),
});
