import { setTimeout as pause } from 'node:timers/promises';
import type { Bus, Membership } from '#kit/bus/bus.ts';
import type { Database, Sql } from '#kit/database.ts';
import type { Message } from '#kit/define-event.ts';
import type { Inbox } from '#kit/inbox.ts';
import { parseRows, type WaitingRow } from '#kit/inbox-messages.ts';
import { insertInbox } from '#kit/inbox-rows.ts';
import type { Log } from '#kit/log.ts';
import { contracts } from './fold-statistics.ts';
import { keepStatistics } from './keep-statistics.ts';

/** All that the topics still hold, collected beside the service's own inbox, which keeps what it has done. */
export type TopicHistory = {
  /** The events that have messages and whose `event.created` was made since. */
  createdSince(moment: Date): Promise<string[]>;
  /** An event's messages, from the topics and those that had their effect meanwhile; some come twice. */
  messagesOf(sql: Sql, eventId: string): AsyncGenerator<Message[]>;
  /** Forgets everything that was collected. */
  close(): Promise<void>;
};

const NAME = 'analytics_rebuild';
const LEFT_BEHIND_S = 24 * 3_600;
const PAGE = 5_000;
const LOOK_MS = 250;
const STILL_MS = 10_000;
const SILENT_MS = 60_000;

/**
 * Collects the topics from their beginning, as a group of its own: while it runs nothing else notices. Rejects when the topics cannot be read,
 * and when the signal aborts.
 */
export const collectHistory = async (database: Database, bus: Bus, log: Log, signal?: AbortSignal): Promise<TopicHistory> => {
  const { sql } = database;
  await forgetLeftHistories({ database });
  const schema = `${NAME}_${Math.floor(Date.now() / 1_000)}_${process.pid}`;
  await sql(`create schema "${schema}"`);
  await sql(`create table "${schema}".inbox (like inbox including all)`);
  const topics = contracts.map(({ type }) => type);
  let membership: Membership | undefined;
  const close = async (): Promise<void> => {
    await membership?.leave();
    await sql(`drop schema "${schema}" cascade`);
  };
  try {
    let taken = 0;
    const consumersOf = (): string[] => [schema];
    const put: Inbox['put'] = async (messages) => {
      await insertInbox(sql, schema, messages, consumersOf);
      taken += messages.length;
    };
    membership = await bus.join({ name: schema.replaceAll('_', '-'), topics, inbox: { schema, consumersOf, put } });
    await caughtUp(membership, () => taken, log, signal);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    createdSince: async (moment) => {
      const rows = await sql<{ key: string }>(`select distinct key from "${schema}".inbox where type = 'event.created' and time >= $1`, [
        moment.toISOString(),
      ]);
      return rows.map(({ key }) => key);
    },
    messagesOf: async function* (within, eventId) {
      yield* pages(within, `"${schema}".inbox`, 'true', [schema, eventId]);
      yield* pages(within, 'inbox', 'done_at is not null', [keepStatistics.name, eventId]);
    },
    close,
  };
};

/** Forgets what rebuilds that were killed have left a day ago: on the local bus it goes on to collect. */
export const forgetLeftHistories = async ({ database: { sql } }: { database: Pick<Database, 'sql'> }): Promise<void> => {
  const schemas = await sql<{ name: string }>(`select nspname as name from pg_namespace where nspname ~ '^${NAME}_[0-9]+_[0-9]+$'`);
  const old = schemas.filter(({ name }) => Number(name.split('_')[2]) < Date.now() / 1_000 - LEFT_BEHIND_S);
  for (const { name } of old) await sql(`drop schema if exists "${name}" cascade`);
};

/**
 * Resolves when all is taken; or when, with messages that keep coming, the rest shrinks no more: the newest ones are in the service's own
 * inbox as well.
 */
const caughtUp = async (membership: Membership, taken: () => number, log: Log, signal?: AbortSignal): Promise<void> => {
  let least = Number.POSITIVE_INFINITY;
  for (let since = performance.now(); ; await pause(LOOK_MS, undefined, { signal })) {
    const behind = await membership.behind().catch((error: unknown) => {
      log.debug({ err: error }, 'how far the topics are read cannot be told yet');
      return Number.POSITIVE_INFINITY;
    });
    if (behind === 0) return;
    const stillMs = performance.now() - since;
    if (behind < least) {
      least = behind;
      since = performance.now();
    } else if (taken() > 0 && stillMs > STILL_MS) return;
    else if (stillMs > SILENT_MS) throw new Error('The topics cannot be read.');
  }
};

async function* pages(sql: Sql, table: string, condition: string, of: [consumer: string, key: string]): AsyncGenerator<Message[]> {
  for (let last = '0'; ; ) {
    const rows = await sql<WaitingRow>(
      `select seq, message_id, type, source, time, key, data, raw is not null as undecoded, traceparent, attempts, true as due
       from ${table} where consumer = $1 and key = $2 and seq > $3 and ${condition} order by seq limit $4`,
      [...of, last, PAGE],
    );
    const final = rows.at(-1);
    if (!final) return;
    last = final.seq;
    yield parseRows(contracts, rows).messages;
  }
}
