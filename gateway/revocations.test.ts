import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Doorbell } from '#kit/doorbell/doorbell.ts';
import { createPostgresDoorbell } from '#kit/doorbell/postgres.ts';
import { createLog } from '#kit/log.ts';
import { createPostgresStore } from '#kit/store/postgres.ts';
import type { Store } from '#kit/store/store.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { RevokedSessionDocument } from '#schema/store/revoked-session.ts';
import { createRevocations, type Revocations } from './revocations.ts';

const log = createLog('silent', 'gateway');
const cleanups = createCleanupStack();
let store: Store;
let revocations: Revocations;
beforeAll(async () => {
  const { url, drop } = await createTestDatabase();
  cleanups.add(drop);
  store = createPostgresStore({ url, log });
  const doorbell = createPostgresDoorbell({ url, log });
  cleanups.add(() => Promise.all([store.close(), doorbell.close()]));
  revocations = createRevocations({ store, doorbell, log });
  cleanups.add(revocations.close);
});
afterAll(cleanups.run);

/** A doorbell whose every ring is lost. */
const silentBell: Doorbell = { ring: () => {}, listen: async () => () => {}, ping: async () => {}, close: async () => {} };

/** A log-out whose ring is lost. */
const logOut = (sessionId: string): Promise<void> => store.set(RevokedSessionDocument.key(sessionId), '{}', 60_000);

describe('A log-out', () => {
  it('is told once to each who watches the session, also to one who begins later', async () => {
    const told = { one: 0, other: 0, late: 0, next: 0 };
    const stops = [revocations.watch('a', () => told.one++), revocations.watch('a', () => told.other++)];
    expect(await revocations.isRevoked('a')).toBe(false);
    await logOut('a');
    await eventually(() => expect(told).toMatchObject({ one: 1, other: 1 }));
    expect(await revocations.isRevoked('a')).toBe(true);
    stops.push(
      revocations.watch('a', () => told.late++),
      revocations.watch('b', () => told.next++),
    );
    await eventually(() => expect(told.late).toBe(1));
    await logOut('b');
    await eventually(() => expect(told).toEqual({ one: 1, other: 1, late: 1, next: 1 }));
    for (const stop of stops) stop();
  });

  it('is told although the store answers a question for a thousand others too late', async () => {
    const getMany: Store['getMany'] = async (keys) => {
      if (keys.length === 1_000) await new Promise((resolve) => setTimeout(resolve, 600));
      return store.getMany(keys);
    };
    const busy = createRevocations({ store: { ...store, getMany }, doorbell: silentBell, log });
    cleanups.add(busy.close);
    for (let n = 0; n < 1_000; n++) busy.watch(`crowd ${n}`, () => {});
    let told = 0;
    busy.watch('last', () => told++);
    await logOut('last');
    await eventually(() => expect(told).toBe(1));
  });
});
