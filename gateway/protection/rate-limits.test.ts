import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLog } from '#kit/log.ts';
import { createPostgresStore } from '#kit/store/postgres.ts';
import type { Store } from '#kit/store/store.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { createRateLimits, WINDOW_MS } from './rate-limits.ts';

const log = createLog('silent', 'gateway');
const cleanups = createCleanupStack();
let store: Store;
beforeAll(async () => {
  const database = await createTestDatabase();
  cleanups.add(database.drop);
  store = createPostgresStore({ url: database.url, log });
  cleanups.add(() => store.close());
});
afterAll(cleanups.run);

const caller = (address: string, userId?: string) => ({ address, userId });

describe('Rate limits', () => {
  it('count over all replicas', async () => {
    const replicas = [1, 2].map(() => createRateLimits({ rates: { perAddress: 4, perIdentity: 0 }, store, log }));
    const take = (replica: number) => replicas[replica]!.take(caller('10.0.0.1'));
    let taken = 0;
    await eventually(() => {
      if (take(taken % 2) === null) taken++;
      return taken >= 4;
    });
    await eventually(() => expect([take(0), take(1)]).toEqual([0, 1].map(() => expect.objectContaining({ limit: 'perAddress', max: 4 }))));
    expect(taken).toBeLessThanOrEqual(8);
  });

  it('count all of a burst at the other replicas too', async () => {
    const [one, other] = [1, 2].map(() => createRateLimits({ rates: { perAddress: 100, perIdentity: 0 }, store, log }));
    for (let taken = 0; taken < 90; taken++) expect(one!.take(caller('10.0.0.9'))).toBeNull();
    await eventually(async () => expect((await store.increment('rate:perAddress:10.0.0.9', WINDOW_MS, 0)).count).toBe(90));
    let more = 0;
    await eventually(() => other!.take(caller('10.0.0.9')) !== null || ++more < 0);
    expect(more).toBeLessThan(20);
  });

  it('count exactly at one replica, however fast requests come, and begin anew after a minute', () => {
    let now = 1_000_000;
    const away = { increment: () => Promise.reject(new Error('away')) };
    const limits = createRateLimits({ rates: { perAddress: 3, perIdentity: 2 }, store: away, log, now: () => now });
    const answers = Array.from({ length: 5 }, () => limits.take(caller('10.0.0.2')));
    expect(answers.filter((answer) => answer === null)).toHaveLength(3);
    expect(answers[4]).toEqual({ limit: 'perAddress', max: 3, retryAfter: WINDOW_MS / 1000 });
    now += WINDOW_MS;
    expect(limits.take(caller('10.0.0.2'))).toBeNull();
  });

  it('take an IPv6 network for one address', () => {
    const limits = createRateLimits({ rates: { perAddress: 1, perIdentity: 0 }, store, log });
    expect(limits.take(caller('2001:db8:1:2::9'))).toBeNull();
    expect(limits.take(caller('2001:db8:1:2::10'))?.limit).toBe('perAddress');
  });

  it('hold an account together at all its addresses', () => {
    const limits = createRateLimits({ rates: { perAddress: 10, perIdentity: 2 }, store, log });
    expect(['a', 'b', 'c'].map((address) => limits.take(caller(address, 'owner'))?.limit)).toEqual([undefined, undefined, 'perIdentity']);
    expect(limits.take(caller('a', 'another'))).toBeNull();
  });
});
