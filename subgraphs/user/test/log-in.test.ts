import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Store } from '#kit/store/store.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { LOG_IN, logIn, ME, newOwner, PASSWORD, signUp } from './operations.ts';
import { refusal, startUser, type UserService } from './start-user.ts';
import { storeThatIsAway } from './store-that-is-away.ts';

const cleanups = createCleanupStack();
let user: UserService;

beforeAll(async () => {
  user = await startUser(cleanups);
});
afterAll(cleanups.run);

const verified = async (): Promise<number> => {
  const { values } = await user.adapters.metrics.getSingleMetric('madang_user_passwords_hashed_total')!.get();
  return values.find(({ labels }) => labels.purpose === 'verify')?.value ?? 0;
};

describe('log-in', () => {
  it('begins a session with a signed access token of 15 minutes', async () => {
    const { input } = await signUp(user);
    const begun = Date.now();
    const session = await logIn(user, ` ${input.email.toUpperCase()}`);
    expect(Math.abs(Date.parse(session.expiresAt) - begun - 15 * 60_000)).toBeLessThan(5_000);
    expect((await user.askAs(session, ME)).data?.me.email).toBe(input.email);
  });

  it('notes the newest session’s beginning after the answer', async () => {
    const { input, session: first } = await signUp(user);
    const session = await logIn(user, input.email);
    expect(Date.parse(session.user.lastLoginAt as string)).toBeGreaterThan(Date.parse(first.user.lastLoginAt as string));
    await eventually(async () => expect((await user.askAs(session, ME)).data?.me.lastLoginAt).toBe(session.user.lastLoginAt));
  });

  it('answers AUTH_001 for a wrong password and for an unknown e-mail address, after the same work', async () => {
    const { input } = await signUp(user);
    const work = async (email: string, password: string) => {
      const before = await verified();
      const answer = await user.ask(LOG_IN, { email, password });
      return { ...refusal(answer), message: answer.errors?.[0]?.message, hashed: (await verified()) - before };
    };
    const wrong = await work(input.email, 'a wrong password');
    expect(wrong).toMatchObject({ code: 'AUTH_001', hashed: 1 });
    expect(await work(newOwner().email, PASSWORD)).toEqual(wrong);
    expect(await work('no address', '')).toEqual(wrong);
    expect(await work('', 'x'.repeat(1_000))).toEqual(wrong);
  });

  it('refuses after 5 failures for an e-mail address, also with the right password and whatever its case', async () => {
    const { input } = await signUp(user);
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(refusal(await user.ask(LOG_IN, { email: input.email, password: `wrong ${attempt}` }))?.code).toBe('AUTH_001');
    }
    const refused = refusal(await user.ask(LOG_IN, { email: input.email.toUpperCase(), password: PASSWORD }));
    expect(refused).toEqual({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(refused?.retryAfter).toBeGreaterThan(800);
    expect(refused?.retryAfter).toBeLessThanOrEqual(900);
    const other = await signUp(user);
    expect((await logIn(user, other.input.email)).user.id).toBe(other.session.user.id);
  });

  it('lets in again 15 minutes after the first of 5 failures', async () => {
    const { input } = await signUp(user);
    const guess = (password: string) => user.ask(LOG_IN, { email: input.email, password });
    for (let attempt = 1; attempt <= 5; attempt++) await guess(`wrong ${attempt}`);
    const { retryAfter } = refusal(await guess(PASSWORD)) as { retryAfter: number };
    const client = new pg.Client({ connectionString: user.databaseUrl });
    await client.connect();
    const pass = (seconds: number) =>
      client.query(`update store.entries set expires_at = expires_at - $1 * interval '1 second' where key like 'failures:%'`, [seconds]);
    await pass(retryAfter - 60);
    const later = refusal(await guess(PASSWORD));
    expect(later?.code).toBe('RATE_LIMITED');
    expect(later?.retryAfter).toBeLessThanOrEqual(60);
    await pass(60);
    await client.end();
    expect((await logIn(user, input.email)).user).toMatchObject({ email: input.email });
  });

  it('lets no more than 5 of 30 wrong passwords at once be told apart', async () => {
    const from = { 'x-client-address': '203.0.113.30' };
    const { input } = await signUp(user);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => user.ask(LOG_IN, { email: input.email, password: `wrong ${i}` }, from)),
    );
    const codes = answers.map((answer) => refusal(answer)?.code);
    expect(codes.filter((code) => code === 'AUTH_001')).toHaveLength(5);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(25);
  });

  it('goes by the store’s count alone while that can be had: failures that it is still counting use up nobody’s try', async () => {
    const counts = new Map<string, number>();
    const released = Promise.withResolvers<void>();
    let held = 0;
    const store: Store = {
      ...storeThatIsAway,
      getMany: async (keys) => keys.map((key) => counts.get(key)?.toString() ?? null),
      increment: async (key) => {
        if (++held <= 10) await released.promise;
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        return { count, resetsInMs: 60_000 };
      },
    };
    const slow = await startUser(cleanups, { store });
    const { email } = newOwner();
    const guess = () => slow.ask(LOG_IN, { email, password: PASSWORD });
    const first = Array.from({ length: 5 }, guess);
    await eventually(() => expect(held).toBe(10));
    const overtaking = await guess();
    released.resolve();
    const codes = [overtaking, ...(await Promise.all(first))].map((answer) => refusal(answer)?.code);
    expect(codes.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'AUTH_001'), 'RATE_LIMITED']);
  });

  it('counts no success: one account may log in many times', async () => {
    const { input } = await signUp(user);
    const sessions = await Promise.all(Array.from({ length: 12 }, () => logIn(user, input.email)));
    expect(new Set(sessions.map(({ refreshToken }) => refreshToken)).size).toBe(12);
  });

  it('refuses an address after 50 failures, whatever the e-mail address, and no other address', async () => {
    const from = { 'x-client-address': '203.0.113.50' };
    const { input } = await signUp(user);
    for (let group = 0; group < 5; group++) {
      await Promise.all(Array.from({ length: 10 }, () => user.ask(LOG_IN, { email: newOwner().email, password: PASSWORD }, from)));
    }
    const variables = { email: input.email, password: PASSWORD };
    expect(refusal(await user.ask(LOG_IN, variables, from))).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect((await user.ask(LOG_IN, variables, { 'x-client-address': '203.0.113.51' })).errors).toBeUndefined();
  });

  it('takes an IPv6 /64 for one address', async () => {
    const from = (host: number) => ({ 'x-client-address': `2001:db8:1:2::${host}` });
    const { input } = await signUp(user);
    for (let group = 0; group < 5; group++) {
      const guesses = Array.from({ length: 10 }, (_, i) =>
        user.ask(LOG_IN, { email: newOwner().email, password: PASSWORD }, from(group * 10 + i)),
      );
      await Promise.all(guesses);
    }
    const variables = { email: input.email, password: PASSWORD };
    expect(refusal(await user.ask(LOG_IN, variables, from(99)))).toMatchObject({ code: 'RATE_LIMITED' });
    expect((await user.ask(LOG_IN, variables, { 'x-client-address': '2001:db8:1:3::1' })).errors).toBeUndefined();
  });

  it('goes on without the store', async () => {
    const lonely = await startUser(cleanups, { store: storeThatIsAway, environment: { LOG_LEVEL: 'silent' } });
    const { input } = await signUp(lonely);
    expect((await logIn(lonely, input.email)).user).toMatchObject({ email: input.email });
    expect(refusal(await lonely.ask(LOG_IN, { email: input.email, password: 'wrong one' }))).toEqual({ code: 'AUTH_001' });
  });

  it('counts failures by itself while the store is away', async () => {
    const lonely = await startUser(cleanups, { store: storeThatIsAway, environment: { LOG_LEVEL: 'silent' } });
    const { input } = await signUp(lonely);
    const guess = (password: string) => lonely.ask(LOG_IN, { email: input.email, password });
    for (let attempt = 1; attempt <= 5; attempt++) expect(refusal(await guess(`wrong ${attempt}`))?.code).toBe('AUTH_001');
    const refused = refusal(await guess(PASSWORD));
    expect(refused).toEqual({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(refused?.retryAfter).toBeGreaterThan(800);
  });

  it('lets in again 15 minutes after the first of the failures that it counted by itself', async () => {
    let minutes = 0;
    const now = () => new Date(Date.now() + minutes * 60_000);
    const lonely = await startUser(cleanups, { store: storeThatIsAway, now, environment: { LOG_LEVEL: 'silent' } });
    const { input } = await signUp(lonely);
    for (let attempt = 1; attempt <= 6; attempt++) await lonely.ask(LOG_IN, { email: input.email, password: `wrong ${attempt}` });
    minutes = 14;
    expect(refusal(await lonely.ask(LOG_IN, { email: input.email, password: PASSWORD }))?.code).toBe('RATE_LIMITED');
    minutes = 15;
    expect((await logIn(lonely, input.email)).user).toMatchObject({ email: input.email });
  });

  it('goes by the store’s count also when that takes longer than a second to come', async () => {
    const store = {
      ...storeThatIsAway,
      getMany: (keys: readonly string[]) =>
        pause(
          1_100,
          keys.map(() => '5'),
        ),
      increment: () => pause(1_100, { count: 6, resetsInMs: 60_000 }),
    };
    const flooded = await startUser(cleanups, { store, environment: { LOG_LEVEL: 'silent' } });
    const { input } = await signUp(flooded);
    const refused = refusal(await flooded.ask(LOG_IN, { email: input.email, password: PASSWORD }));
    expect(refused).toEqual({ code: 'RATE_LIMITED', retryAfter: 60 });
  });

  it.each(['timeout exceeded when trying to connect', 'Query read timeout', 'Command timed out'])(
    'lets nobody guess while the store is too busy to count (%s)',
    async (message) => {
      const late = () => Promise.reject(new Error(message));
      const store = { ...storeThatIsAway, getMany: late, increment: late };
      const flooded = await startUser(cleanups, { store, environment: { LOG_LEVEL: 'silent' } });
      const { input } = await signUp(flooded);
      const refused = refusal(await flooded.ask(LOG_IN, { email: input.email, password: PASSWORD }));
      expect(refused).toEqual({ code: 'RATE_LIMITED', retryAfter: 1 });
    },
  );

  it('says when to come again while too many passwords wait', async () => {
    const busy = await startUser(cleanups, { environment: { PASSWORD_HASHING: '1', PASSWORD_QUEUE: '1' } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => busy.ask(LOG_IN, { email: newOwner().email, password: PASSWORD })));
    const codes = answers.map((answer) => refusal(answer));
    expect(codes).toContainEqual({ code: 'RATE_LIMITED', retryAfter: 1 });
    expect(codes).toContainEqual({ code: 'AUTH_001' });
  });

  it.each(['email', 'password'])('names an absurdly long %s', async (field) => {
    const variables = { email: 'a@example.com', password: PASSWORD, [field]: 'x'.repeat(1_001) };
    expect(refusal(await user.ask(LOG_IN, variables))).toEqual({ code: 'BAD_USER_INPUT', field });
  });
});
