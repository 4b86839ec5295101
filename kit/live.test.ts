import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type ExecutionResult, parse, subscribe } from 'graphql';
import { CodedError } from './errors.ts';
import { type LiveOptions, type LiveSource, liveValue, watch } from './live.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';
import { createLiveTable, type LiveTable } from './testing/live-table.ts';

type Counter = { id: string; version: number; status: string };

let table: LiveTable;
const cleanups = createCleanupStack();
beforeAll(async () => {
  table = await createLiveTable();
});
afterEach(cleanups.run);
afterAll(() => table.close());

const create = async (id: string = randomUUID()): Promise<string> => {
  await table.pool.query('insert into counters values ($1, 1)', [id]);
  return id;
};
const read = async (id: string): Promise<Counter | null> =>
  (await table.pool.query('select * from counters where id = $1', [id])).rows[0] ?? null;
const advance = async (id: string, status = 'OPEN'): Promise<void> => {
  await table.pool.query('update counters set version = version + 1, status = $2 where id = $1', [id, status]);
  table.writer.ring(id);
};
const sourceOf = (id: string, more: Partial<LiveSource<Counter>> = {}): LiveSource<Counter> => ({
  bells: [id],
  read: () => read(id),
  ...more,
});

/** Subscribes and collects what arrives. */
const collect = async (source: LiveSource<Counter>, times?: Partial<LiveOptions>) => {
  const states = await watch(table.live(times), source);
  cleanups.add(() => states.return());
  const collected = { states, versions: [] as number[], at: [] as number[], completed: false };
  void (async () => {
    for await (const { version } of states) {
      collected.versions.push(version);
      collected.at.push(performance.now());
    }
    collected.completed = true;
  })();
  return collected;
};
const growing = (versions: number[]) => versions.every((version, index) => index === 0 || version > (versions[index - 1] as number));

describe('a live value', () => {
  it('begins with the present state and goes on with newer ones only', async () => {
    const id = await create();
    const seen = await collect(sourceOf(id));
    await eventually(() => expect(seen.versions).toEqual([1]));
    table.writer.ring(id);
    await advance(id);
    await eventually(() => expect(seen.versions).toEqual([1, 2]));
    await table.pool.query('update counters set version = 1 where id = $1', [id]);
    table.writer.ring(id);
    await table.pool.query('update counters set version = 3 where id = $1', [id]);
    table.writer.ring(id);
    await eventually(() => expect(seen.versions).toEqual([1, 2, 3]));
  });

  it('lets no change fall between subscribing and reading', async () => {
    const id = await create();
    let readings = 0;
    const changingAfterTheFirstReading = async () => {
      const state = await read(id);
      if (readings++ === 0) await advance(id);
      return state;
    };
    const seen = await collect(sourceOf(id, { read: changingAfterTheFirstReading }));
    await eventually(() => expect(seen.versions).toEqual([1, 2]));
  });

  it('conflates a burst of a hundred changes: the first at once, few messages, the last state always', async () => {
    const id = await create();
    const seen = await collect(sourceOf(id), { conflationMs: 300 });
    await eventually(() => seen.versions.length === 1);
    await eventually(() => performance.now() - (seen.at[0] as number) > 300);
    const begun = performance.now();
    for (let n = 0; n < 100; n++) await advance(id);
    const took = performance.now() - begun;
    await eventually(() => expect(seen.versions.at(-1)).toBe(101));
    expect(growing(seen.versions)).toBe(true);
    expect((seen.at[1] as number) - begun).toBeLessThan(250);
    expect(seen.versions.length).toBeLessThanOrEqual(3 + took / 300);
    const gaps = seen.at.slice(1).map((at, index) => at - (seen.at[index] as number));
    expect(Math.min(...gaps)).toBeGreaterThan(250);
  });

  it('gives a slow consumer the newest state instead of a queue', async () => {
    const id = await create();
    const states = await watch(table.live(), sourceOf(id));
    cleanups.add(() => states.return());
    expect((await states.next()).value).toMatchObject({ version: 1 });
    for (let n = 0; n < 10; n++) await advance(id);
    expect((await states.next()).value).toMatchObject({ version: 11 });
  });

  it('is delayed by a lost ring, at most for the time of the slow re-read', async () => {
    const id = await create();
    const seen = await collect(sourceOf(id), { rereadMs: 150 });
    await table.pool.query('update counters set version = 2 where id = $1', [id]);
    await eventually(() => expect(seen.versions).toEqual([1, 2]), { within: 1_000 });
  });

  it('changes when time changes it, without a ring', async () => {
    const id = await create();
    const opensAt = new Date(Date.now() + 150);
    const opening = async () => ({
      id,
      ...(Date.now() < opensAt.getTime() ? { version: 1, status: 'SCHEDULED' } : { version: 2, status: 'OPEN' }),
    });
    const seen = await collect(sourceOf(id, { read: opening, changesAt: ({ status }) => (status === 'SCHEDULED' ? opensAt : null) }));
    await eventually(() => expect(seen.versions).toEqual([1, 2]), { within: 1_000 });
    expect(Date.now()).toBeGreaterThanOrEqual(opensAt.getTime());
  });

  it('completes after its final state', async () => {
    const id = await create();
    const seen = await collect(sourceOf(id, { isFinal: ({ status }) => status === 'DONE' }));
    await advance(id, 'DONE');
    await eventually(() => seen.completed);
    expect(seen.versions.at(-1)).toBe(2);
  });

  it('waits for what is not known yet', async () => {
    const id = randomUUID();
    const waiting = collect(sourceOf(id, { waitForMs: 10_000 }));
    await create(id);
    table.writer.ring(id);
    const seen = await waiting;
    await eventually(() => expect(seen.versions).toEqual([1]));
  });

  it('is refused with EVENT_001 when it stays unknown', async () => {
    await expect(watch(table.live(), sourceOf(randomUUID(), { waitForMs: 50 }))).rejects.toMatchObject({ code: 'EVENT_001' });
    await expect(watch(table.live(), sourceOf(randomUUID()))).rejects.toMatchObject({ code: 'EVENT_001' });
  });

  it('is read no more when who asked leaves before it is known', async () => {
    const leaving = new AbortController();
    let readings = 0;
    const read = async () => {
      readings++;
      return null;
    };
    const waiting = watch(table.live({ rereadMs: 20 }), sourceOf(randomUUID(), { waitForMs: 60_000, read }), leaving.signal);
    await eventually(() => readings > 1);
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'EVENT_001' });
    const after = readings;
    const other = await collect(sourceOf(await create()));
    await eventually(() => other.versions.length === 1);
    expect(readings).toBe(after);
    await expect(watch(table.live(), sourceOf(randomUUID(), { waitForMs: 60_000, read }), leaving.signal)).rejects.toThrow();
    expect(readings).toBe(after);
  });

  it('goes on after readings that fail', async () => {
    const id = await create();
    let failing = 0;
    const flaky = async () => {
      if (failing-- > 0) throw new Error('the database is away');
      return read(id);
    };
    const seen = await collect(sourceOf(id, { read: flaky }));
    await eventually(() => seen.versions.length === 1);
    failing = 2;
    await advance(id);
    await eventually(() => expect(seen.versions).toEqual([1, 2]));
  });

  it('shows what changed while the connections were lost', async () => {
    const id = await create();
    const seen = await collect(sourceOf(id));
    await eventually(() => seen.versions.length === 1);
    await table.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await eventually(() => table.pool.query('update counters set version = 2 where id = $1', [id]));
    await eventually(() => expect(seen.versions).toEqual([1, 2]));
  });

  it('ends at once when the consumer leaves, and listens no more', async () => {
    const id = await create();
    let readings = 0;
    const counting = () => {
      readings++;
      return read(id);
    };
    const states = await watch(table.live(), sourceOf(id, { read: counting }));
    await states.next();
    const pending = states.next();
    await states.return();
    expect(await pending).toEqual({ done: true, value: undefined });
    const after = readings;
    const other = await collect(sourceOf(id));
    await advance(id);
    await eventually(() => other.versions.includes(2));
    expect(readings).toBe(after);
  });

  it('listens no more when the consumer leaves before it took anything', async () => {
    const stopped: string[] = [];
    const listening = table.live();
    const doorbell = { ...listening.doorbell, listen: async (bell: string) => () => void stopped.push(bell) };
    const id = await create();
    const states = await watch({ ...listening, doorbell }, sourceOf(id));
    await states.return();
    expect(stopped).toEqual([id]);
  });
});

describe('liveValue', () => {
  const run = (source: () => LiveSource<Counter>, signal?: AbortSignal) => {
    const schema = buildSchema('type Query { x: Int } type Counter { version: Int! } type Subscription { counter: Counter! }');
    Object.assign(schema.getSubscriptionType()?.getFields().counter as object, liveValue(source));
    return subscribe({ schema, document: parse('subscription { counter { version } }'), contextValue: { live: table.live(), signal } });
  };

  it('is a field of a GraphQL subscription', async () => {
    const id = await create();
    const results = (await run(() => sourceOf(id))) as AsyncGenerator<ExecutionResult>;
    expect((await results.next()).value).toEqual({ data: { counter: { version: 1 } } });
    await results.return(undefined);
  });

  it('begins no more when who asked has left while it was waited for', async () => {
    const leaving = new AbortController();
    const waiting = run(() => sourceOf(randomUUID(), { waitForMs: 60_000 }), leaving.signal);
    leaving.abort();
    expect(await waiting).toMatchObject({ errors: [{ extensions: { code: 'EVENT_001' } }] });
  });

  it('answers the subscription with the coded error that its source or first reading throws', async () => {
    const refuse = () => {
      throw new CodedError('FORBIDDEN');
    };
    const reading = () => sourceOf('any', { read: async () => refuse() });
    for (const source of [refuse, reading]) expect(await run(source)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});
