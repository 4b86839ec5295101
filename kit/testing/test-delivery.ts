import { pino } from 'pino';
import { z } from 'zod';
import type { Bus } from '../bus/bus.ts';
import { type Database, openDatabase, type Sql } from '../database.ts';
import { defineEvent } from '../define-event.ts';
import type { Doorbell } from '../doorbell/doorbell.ts';
import { createInbox, type Inbox } from '../inbox.ts';
import { type InboxWorker, type InboxWorkerOptions, startInboxWorker } from '../inbox-worker.ts';
import type { InboxWorkerSettings } from '../inbox-worker-scope.ts';
import { type Reaction, reaction } from '../reaction.ts';
import { type Relay, startRelay } from '../relay.ts';

/** The message that tests of delivery send: the `n`th of its key. */
export const Tick = defineEvent({
  type: 'test.tick',
  description: 'A message of the tests.',
  publisher: 'test',
  key: (data) => data.key,
  schema: z.object({ key: z.string(), n: z.int() }),
});

/** Quick enough for a test; the numbers that the specification fixes are left as they are. */
export const QUICK: Partial<InboxWorkerSettings> = {
  pollMs: 50,
  backoff: { firstMs: 10, capMs: 40 },
  awayMs: 20,
  stopMs: 2_000,
  cleanMs: 200,
};

export const silent = pino({ level: 'silent' });

export type TestServiceOptions = {
  url: string;
  schema: string;
  doorbell: Doorbell;
};

/** A service's schema with a table `effects`, and what runs on it. Start the parts that a test needs; `close` ends them in reverse order. */
export type TestService = {
  database: Database;
  /** Commits a message for each number, one transaction each. */
  publish(key: string, numbers: readonly number[]): Promise<void>;
  relay(bus: Bus): Relay;
  inbox(reactions: readonly Reaction<null>[]): Inbox;
  /** @param on its database, when it is to behave otherwise */
  worker(
    reactions: readonly Reaction<null>[],
    settings?: Partial<InboxWorkerSettings> & Pick<InboxWorkerOptions<null>, 'checkNeeds'>,
    on?: Database,
  ): InboxWorker;
  /** Inbox, worker and membership of a group. */
  join(bus: Bus, group: string, reactions: readonly Reaction<null>[]): Promise<InboxWorker>;
  /** Numbers in the order of their effects, of one key or all. */
  effects(key?: string): Promise<number[]>;
  close(): Promise<void>;
};

export const openTestService = async ({ url, schema, doorbell }: TestServiceOptions): Promise<TestService> => {
  const closings: (() => Promise<void>)[] = [];
  const database = await openDatabase({ url, schema, ring: doorbell.ring, onError: () => {} });
  closings.push(database.close);
  await database.migrate();
  await database.sql('create table if not exists effects (seq bigint generated always as identity, key text, n int)');
  const service: TestService = {
    database,
    publish: async (key, numbers) => {
      for (const n of numbers) await database.transaction(async (tx) => tx.publish(Tick, { key, n }));
    },
    relay: (bus) => {
      const relay = startRelay({ database, bus, log: silent, pollMs: 50, backoff: { firstMs: 10, capMs: 50 }, cleanMs: 200 });
      database.onPublished(relay.wake);
      closings.push(relay.stop);
      return relay;
    },
    inbox: (reactions) => createInbox({ database, reactions }),
    worker: (reactions, { checkNeeds, ...settings } = {}, on = database) => {
      const worker = startInboxWorker({
        database: on,
        reactions,
        context: null,
        group: schema,
        doorbell,
        log: silent,
        checkNeeds,
        settings: { ...QUICK, ...settings },
      });
      closings.push(worker.stop);
      return worker;
    },
    join: async (bus, group, reactions) => {
      const worker = service.worker(reactions);
      const topics = [...new Set(reactions.flatMap(({ on }) => on.map(({ type }) => type)))];
      const membership = await bus.join({ name: group, topics, inbox: service.inbox(reactions) });
      closings.push(membership.leave);
      return worker;
    },
    effects: async (key) =>
      (await database.sql<{ n: number }>('select n from effects where $1::text is null or key = $1 order by seq', [key ?? null])).map(
        ({ n }) => n,
      ),
    close: async () => {
      for (const closing of closings.splice(0).reverse()) await closing();
    },
  };
  return service;
};

/** Writes an effect in the running transaction. */
export const effect = (sql: Sql, { key, n }: { key: string; n: number }): Promise<unknown> =>
  sql('insert into effects (key, n) values ($1, $2)', [key, n]);

/** A reaction that writes each message's effect; `before` may throw. */
export const writesEffects = (name = 'writer', before: (n: number) => void | Promise<void> = () => {}): Reaction<null> =>
  reaction({
    name,
    on: [Tick],
    handle: async (_context: null, { sql }, messages) => {
      for (const { data } of messages) {
        await before(data.n);
        await effect(sql, data);
      }
    },
  });

/** The whole numbers from 1 to `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
