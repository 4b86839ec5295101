import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Log } from '#kit/log.ts';
import { readDocument } from '#kit/store/document.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { RevokedSessionDocument } from '#schema/store/revoked-session.ts';
import { removeEndedSessions } from '../remove-ended-sessions.ts';
import { revokeSessions } from '../revoke-sessions.ts';
import { ACCESS_TOKEN_SECONDS } from '../tokens.ts';
import { LOG_OUT, logIn, ME, type OpenSession, REFRESH, signUp } from './operations.ts';
import { type Answer, refusal, startUser, type UserService } from './start-user.ts';
import { storeThatIsAway } from './store-that-is-away.ts';

const cleanups = createCleanupStack();

const sidOf = ({ refreshToken }: { refreshToken: string }): string => refreshToken.split('.')[0]!;
const refresh = ({ ask }: UserService, { refreshToken }: { refreshToken: string }) => ask(REFRESH, { refreshToken });
const refreshed = ({ data, errors }: Answer): OpenSession => {
  if (!data) throw new Error(JSON.stringify(errors));
  return data.refreshSession;
};
const revoked = ({ adapters }: UserService, session: OpenSession) => readDocument(adapters.store, RevokedSessionDocument, sidOf(session));

let user: UserService;
let offsetMs = 0;
const later = (seconds: number): void => {
  offsetMs += seconds * 1_000;
};

beforeAll(async () => {
  user = await startUser(cleanups, { environment: { LOG_LEVEL: 'silent' }, now: () => new Date(Date.now() + offsetMs) });
});
afterAll(cleanups.run);

describe('refreshSession', () => {
  it('rotates: new tokens for the same session', async () => {
    const { session } = await signUp(user);
    const next = refreshed(await refresh(user, session));
    expect(next.refreshToken).not.toBe(session.refreshToken);
    expect(sidOf(next)).toBe(sidOf(session));
    expect((await user.askAs(next, ME)).data?.me.id).toBe(session.user.id);
  });

  it('gives ten tabs at once the same successor', async () => {
    const { session } = await signUp(user);
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(user, session)));
    const successors = new Set(answers.map((answer) => refreshed(answer).refreshToken));
    expect(successors.size).toBe(1);
    expect((await refresh(user, { refreshToken: [...successors][0]! })).errors).toBeUndefined();
  });

  it('ends and revokes the whole family when a token comes again after 10 s', async () => {
    const { session } = await signUp(user);
    const next = refreshed(await refresh(user, session));
    later(11);
    const rung = Promise.withResolvers<void>();
    cleanups.add(await user.adapters.doorbell.listen(`revoked:${sidOf(session)}`, () => rung.resolve()));
    expect(refusal(await refresh(user, session))).toEqual({ code: 'AUTH_002' });
    await rung.promise;
    expect(await revoked(user, session)).toMatchObject({ userId: session.user.id });
    expect(refusal(await refresh(user, next))).toEqual({ code: 'AUTH_002' });
  });

  it('leaves the owner’s other sessions alone when one family ends', async () => {
    const { input, session } = await signUp(user);
    const other = await logIn(user, input.email);
    await refresh(user, session);
    later(11);
    await refresh(user, session);
    expect((await refresh(user, other)).errors).toBeUndefined();
  });

  it('refuses a token after 14 days', async () => {
    const { session } = await signUp(user);
    later(14 * 24 * 3_600 - 60);
    const next = refreshed(await refresh(user, session));
    later(14 * 24 * 3_600 + 60);
    expect(refusal(await refresh(user, next))).toEqual({ code: 'AUTH_002' });
  });

  it('answers AUTH_002 for anything else, and a made-up token ends nothing', async () => {
    const { session } = await signUp(user);
    await refresh(user, session);
    const forged = `${sidOf(session)}.1.${'A'.repeat(43)}`;
    for (const refreshToken of ['', 'x'.repeat(100_000), forged, session.accessToken]) {
      expect(refusal(await refresh(user, { refreshToken }))).toEqual({ code: 'AUTH_002' });
    }
    expect((await refresh(user, session)).errors).toBeUndefined();
  });
});

describe('logOut', () => {
  it('ends the session at every gateway and in the database, and publishes it', async () => {
    const { session } = await signUp(user);
    const rung = Promise.withResolvers<void>();
    cleanups.add(await user.adapters.doorbell.listen(`revoked:${sidOf(session)}`, () => rung.resolve()));
    expect((await user.askAs(session, LOG_OUT)).data).toEqual({ logOut: true });
    await rung.promise;
    expect(await revoked(user, session)).toMatchObject({ userId: session.user.id });
    expect(refusal(await refresh(user, session))).toEqual({ code: 'AUTH_002' });
    const [entry] = await user.context.database.sql<{ seconds: string }>(
      'select extract(epoch from expires_at - now()) as seconds from store.entries where key = $1',
      [RevokedSessionDocument.key(sidOf(session))],
    );
    expect(Math.abs(Number(entry?.seconds) - ACCESS_TOKEN_SECONDS)).toBeLessThan(90);
    const messages = await user.context.database.sql('select key, type, data from outbox where key = $1', [session.user.id]);
    expect(messages).toEqual([
      {
        key: session.user.id,
        type: 'user.logged-out',
        data: { userId: session.user.id, sessionId: sidOf(session), loggedOutAt: expect.any(String) },
      },
    ]);
  });

  it('works once, however often it is called at once', async () => {
    const { session } = await signUp(user);
    const answers = await Promise.all(Array.from({ length: 10 }, () => user.askAs(session, LOG_OUT)));
    expect(answers.filter(({ data }) => data?.logOut)).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.errors ? [refusal(answer)] : []))).toEqual(Array(9).fill({ code: 'AUTH_002' }));
    expect(await user.context.database.sql('select 1 from outbox where key = $1', [session.user.id])).toHaveLength(1);
  });

  it('answers AUTH_002 for a bad token and UNAUTHENTICATED for none', async () => {
    expect(refusal(await user.ask(LOG_OUT))).toEqual({ code: 'UNAUTHENTICATED' });
    expect(refusal(await user.ask(LOG_OUT, {}, { authorization: 'Bearer nonsense' }))).toEqual({ code: 'AUTH_002' });
    expect(refusal(await user.ask(LOG_OUT, {}, { 'x-token-refused': 'revoked' }))).toEqual({ code: 'AUTH_002' });
    expect(refusal(await user.ask(ME, {}, { authorization: 'Bearer nonsense' }))).toEqual({ code: 'UNAUTHENTICATED' });
  });

  it('answers SERVICE_UNAVAILABLE for a token that the gateway cannot judge', async () => {
    expect(refusal(await user.ask(LOG_OUT, {}, { 'x-token-refused': 'unknown' }))).toEqual({ code: 'SERVICE_UNAVAILABLE' });
    expect(refusal(await user.ask(ME, {}, { 'x-token-refused': 'unknown' }))).toEqual({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('with the store away leaves access tokens to expire, and the log says so', async () => {
    const { session } = await signUp(user);
    const said: unknown[] = [];
    const log = { warn: (_: unknown, sentence: string) => said.push(sentence) } as unknown as Log;
    await revokeSessions({ ...user.context, store: storeThatIsAway, log }, session.user.id, [sidOf(session)]);
    expect(said).toEqual([expect.stringContaining('access tokens live until they expire')]);
    expect((await user.askAs(session, ME)).errors).toBeUndefined();
  });

  it('ends the session in the database also when the store is away', async () => {
    const lonely = await startUser(cleanups, { store: storeThatIsAway, environment: { LOG_LEVEL: 'silent' } });
    const { session } = await signUp(lonely);
    expect((await lonely.askAs(session, LOG_OUT)).data).toEqual({ logOut: true });
    expect(refusal(await refresh(lonely, session))).toEqual({ code: 'AUTH_002' });
  });
});

describe('ended sessions', () => {
  it('are removed a day later, others stay', async () => {
    const { input, session } = await signUp(user);
    const other = await logIn(user, input.email);
    await user.askAs(session, LOG_OUT);
    later(25 * 3_600);
    await removeEndedSessions.run(user.context);
    const kept = await user.context.database.sql('select id from sessions where user_id = $1', [session.user.id]);
    expect(kept).toEqual([{ id: sidOf(other) }]);
  });
});
