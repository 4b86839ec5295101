import { afterEach, describe, expect, it } from '@jest/globals';
import { listDeadLetters, replayDeadLetters } from '../dead-letters.ts';
import type { Message } from '../define-event.ts';
import type { Doorbell } from '../doorbell/doorbell.ts';
import { reaction } from '../reaction.ts';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestService, type TestService, Tick, upTo, writesEffects } from '../testing/test-delivery.ts';
import { withTraceparent } from '../trace-context.ts';
import type { Bus } from './bus.ts';

export type BusSuiteAdapter = {
  /** A PostgreSQL database for the services' schemas; asked for before each test. */
  url: () => string;
  doorbell: () => Doorbell;
  /** The bus of one process; `prefix` is TOPIC_PREFIX. Called for each process that the suite plays. */
  open: (prefix: string) => Promise<Bus> | Bus;
  /** Restarts the broker, or cuts the connections of every bus that is open. */
  restart: () => Promise<void>;
};

/** What every bus adapter must do (reliability: the bus suite), with outbox, relay, inbox and worker around it. */
export const busSuite = (name: string, adapter: BusSuiteAdapter): void => {
  describe(`the bus: ${name}`, () => {
    const cleanups = createCleanupStack();
    afterEach(cleanups.run);
    const run = Date.now().toString(36);
    let count = 0;
    let prefix: string;

    const bus = async (): Promise<Bus> => {
      const opened = await adapter.open(prefix);
      cleanups.add(opened.close);
      return opened;
    };
    const service = async (schema: string): Promise<TestService> => {
      const opened = await openTestService({ url: adapter.url(), schema: `${schema}_${count}`, doorbell: adapter.doorbell() });
      cleanups.add(opened.close);
      return opened;
    };
    /** A publisher with its relay, on a process of its own. */
    const publisher = async (): Promise<TestService> => {
      count += 1;
      prefix = `suite-${run}-${count}.`;
      const opened = await service('publisher');
      opened.relay(await bus());
      return opened;
    };

    it('brings a message with its attributes and trace context to a group', async () => {
      const here = await publisher();
      const there = await service('reader');
      const seen: Message[] = [];
      const keeps = reaction({ name: 'keeps', on: [Tick], handle: async (_: null, _tx, messages) => void seen.push(...messages) });
      await there.join(await bus(), 'reader', [keeps]);
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      await withTraceparent(traceparent, () => here.publish('가게', [1]));
      await eventually(() => seen.length === 1);
      const [row] = await here.database.sql<{ message_id: string; time: string }>('select message_id, time from outbox');
      expect(seen[0]).toEqual({
        id: row?.message_id,
        type: 'test.tick',
        source: '/madang/test',
        time: new Date(row?.time ?? '').toISOString(),
        key: '가게',
        data: { key: '가게', n: 1 },
        traceparent,
      });
    });

    it('gives each group all, and the members of a group share', async () => {
      const here = await publisher();
      const [one, other, third] = [await service('one'), await service('one'), await service('third')];
      await one.join(await bus(), 'one', [writesEffects()]);
      await other.join(await bus(), 'one', [writesEffects()]);
      await third.join(await bus(), 'third', [writesEffects()]);
      for (const n of upTo(40)) await here.publish(`key ${n % 8}`, [n]);
      const sorted = async (from: TestService) => (await from.effects()).sort((a, b) => a - b);
      await eventually(async () => expect(await sorted(one)).toEqual(upTo(40)));
      await eventually(async () => expect(await sorted(third)).toEqual(upTo(40)));
    });

    it('keeps the order of a key over all members', async () => {
      const here = await publisher();
      const [one, other] = [await service('one'), await service('one')];
      for (const member of [one, other]) await member.join(await bus(), 'one', [writesEffects()]);
      const keys = ['a', 'b', 'c'];
      await Promise.all(keys.map((key) => here.publish(key, upTo(60))));
      for (const key of keys) await eventually(async () => expect(await one.effects(key)).toEqual(upTo(60)));
    });

    it('delivers again after a throw, with backoff, until it succeeds', async () => {
      const here = await publisher();
      const there = await service('reader');
      const tries: number[] = [];
      const fails = writesEffects('fails', () => {
        if (tries.push(Date.now()) < 4) throw new Error('not yet');
      });
      await there.join(await bus(), 'reader', [fails]);
      await here.publish('a', [1]);
      await eventually(async () => expect(await there.effects()).toEqual([1]));
      expect(tries).toHaveLength(4);
    });

    it('parks a message after 5 tries, other keys and then its own going on, and replays it', async () => {
      const here = await publisher();
      const there = await service('reader');
      let broken = true;
      let tries = 0;
      const fails = writesEffects('fails', (n) => {
        if (n !== 13 || !broken) return;
        tries += 1;
        throw new Error('unlucky');
      });
      await there.join(await bus(), 'reader', [fails]);
      await here.publish('bad', [13, 14]);
      await here.publish('good', [1, 2]);
      await eventually(async () => expect(await there.effects('bad')).toEqual([14]));
      expect(await there.effects('good')).toEqual([1, 2]);
      const { sql, schema } = there.database;
      const [letter] = await listDeadLetters(sql, schema);
      expect(letter).toMatchObject({ consumer: 'fails', topic: 'test.tick', key: 'bad', attempts: 5, error: 'Error: unlucky' });
      expect(tries).toBeGreaterThanOrEqual(5);
      broken = false;
      expect(await replayDeadLetters(sql, schema, { topic: 'test.tick' })).toBe(1);
      await eventually(async () => expect(await there.effects('bad')).toEqual([14, 13]));
    });

    it('goes on with other keys while the message of one takes its time, whatever partition they share', async () => {
      const here = await publisher();
      const there = await service('reader');
      const { promise: hold, resolve: finish } = Promise.withResolvers<void>();
      const takesItsTime = writesEffects('slow', (n) => (n === 13 ? hold : undefined));
      await there.join(await bus(), 'reader', [takesItsTime]);
      await here.publish('slow', [13]);
      await eventually(async () => (await there.database.sql('select 1 from inbox_lease')).length === 1);
      const keys = upTo(12).map((key) => `key ${key}`);
      for (const key of keys) await here.publish(key, [1]);
      await eventually(async () => expect(await there.effects()).toHaveLength(keys.length));
      finish();
      await eventually(async () => expect(await there.effects('slow')).toEqual([13]));
    });

    it('loses and doubles nothing when members close together under load', async () => {
      const here = await publisher();
      const [one, other, third] = [await service('one'), await service('one'), await service('one')];
      for (const member of [one, other, third]) await member.join(await bus(), 'one', [writesEffects()]);
      const publishing = Promise.all(upTo(10).map((key) => here.publish(`key ${key}`, upTo(20))));
      await eventually(async () => (await third.effects()).length > 20);
      await Promise.all([one.close(), other.close()]);
      await publishing;
      for (const key of upTo(10)) await eventually(async () => expect(await third.effects(`key ${key}`)).toEqual(upTo(20)));
    });

    it('goes on by itself after the broker was restarted', async () => {
      const here = await publisher();
      const there = await service('reader');
      await there.join(await bus(), 'reader', [writesEffects()]);
      await here.publish('a', [1]);
      await eventually(async () => expect(await there.effects()).toEqual([1]));
      await Promise.all([adapter.restart(), here.publish('a', [2, 3])]);
      await here.publish('a', [4]);
      await eventually(async () => expect(await there.effects()).toEqual([1, 2, 3, 4]), { within: 30_000 });
    }, 60_000);

    it('starts a new group from the beginning', async () => {
      const here = await publisher();
      const early = await service('early');
      await early.join(await bus(), 'early', [writesEffects()]);
      await here.publish('a', upTo(5));
      await eventually(async () => expect(await early.effects()).toEqual(upTo(5)));
      const late = await service('late');
      await late.join(await bus(), 'late', [writesEffects()]);
      await here.publish('a', [6]);
      await eventually(async () => expect(await late.effects()).toEqual(upTo(6)));
    });

    it('keeps what is published while a group has no member', async () => {
      const here = await publisher();
      const before = await service('reader');
      await before.join(await bus(), 'reader', [writesEffects()]);
      await here.publish('a', [1]);
      await eventually(async () => expect(await before.effects()).toEqual([1]));
      await before.close();
      await here.publish('a', [2]);
      const after = await service('reader');
      await after.join(await bus(), 'reader', [writesEffects()]);
      await eventually(async () => expect(await after.effects()).toEqual([1, 2]));
    });

    it('loses nothing when a group joins while messages are published', async () => {
      const here = await publisher();
      const publishing = Promise.all(['a', 'b', 'c'].map((key) => here.publish(key, upTo(50))));
      await eventually(async () => (await here.database.sql('select 1 from outbox where published_at is not null')).length > 10);
      const there = await service('reader');
      await there.join(await bus(), 'reader', [writesEffects()]);
      await publishing;
      for (const key of ['a', 'b', 'c']) await eventually(async () => expect(await there.effects(key)).toEqual(upTo(50)));
    });

    it('keeps installations with another prefix apart', async () => {
      const here = await publisher();
      const there = await service('reader');
      const foreign = await adapter.open(`other-${prefix}`);
      cleanups.add(foreign.close);
      await there.join(foreign, 'reader', [writesEffects()]);
      await here.publish('a', [1]);
      await eventually(async () => (await here.database.sql('select 1 from outbox where published_at is null')).length === 0);
      expect(await there.database.sql('select 1 from inbox')).toEqual([]);
    });
  });
};
