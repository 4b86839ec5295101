import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { eventually } from '#kit/testing/eventually.ts';
import { createConnectionSession } from '../http/connection-session.ts';
import type { Caller } from '../identity.ts';
import { rawSocket } from './raw-socket.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: createYard().subgraphs });
});
afterAll(() => gateway.close());

/** A socket that speaks graphql-transport-ws by hand. */
const speak = async () => {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const heard: { type: string; id?: string; payload?: { data?: { whoAmI: string } } }[] = [];
  const closes: number[] = [];
  socket.on('message', (text) => heard.push(JSON.parse(String(text))));
  socket.on('close', (code) => closes.push(code));
  await new Promise((resolve) => socket.once('open', resolve));
  const say = (message: object): void => socket.send(JSON.stringify(message));
  const whoAmI = async (id: string, extensions = {}): Promise<unknown> => {
    say({ type: 'subscribe', id, payload: { query: '{ whoAmI }', extensions } });
    return eventually(() => JSON.parse(heard.find((message) => message.type === 'next' && message.id === id)!.payload!.data!.whoAmI));
  };
  say({ type: 'connection_init' });
  await eventually(() => heard.some(({ type }) => type === 'connection_ack'));
  return { say, whoAmI, closes };
};

const bearer = async (userId?: string) => ({ authorization: `Bearer ${(await gateway.session({ userId })).token}` });

const UNKNOWN: Caller = { identity: null, refused: 'unknown', headers: {} };
const UNFIT: Caller = { identity: null, refused: 'invalid', headers: {} };
const callerFor = (ms: number, sessionId = 's'): Caller => ({
  identity: { userId: 'u', sessionId, expiresAt: new Date(Date.now() + ms) },
  refused: null,
  headers: {},
});

/** A session whose tokens are judged when the test says so: `judge` waits until one is asked for; null only waits. */
const openScripted = (patience: { graceMs?: number; retryMs?: number }) => {
  const closes: string[] = [];
  const asked = new Map<unknown, ((caller: Caller) => void)[]>();
  const session = createConnectionSession({
    ...patience,
    identify: (token) => new Promise((resolve) => asked.set(token, [...(asked.get(token) ?? []), resolve])),
    revocations: { forget: () => {}, isRevoked: async () => false, watch: () => () => {}, close: () => {} },
    close: ({ en }) => closes.push(en),
  });
  const judge = async (token: string, caller: Caller | null): Promise<void> => {
    await eventually(() => (asked.get(token) ?? []).length > 0);
    if (caller) asked.get(token)!.shift()!(caller);
  };
  return { session, closes, judge };
};

describe('A long connection', () => {
  it('takes a token from a ping, or from an operation’s extensions', async () => {
    const byPing = await speak();
    expect(await byPing.whoAmI('1')).toEqual({ known: false });
    byPing.say({ type: 'ping', payload: await bearer() });
    await eventually(async () => expect(await byPing.whoAmI(crypto.randomUUID())).toEqual({ known: true }));
    const byOperation = await speak();
    expect(await byOperation.whoAmI('1', await bearer())).toEqual({ known: true });
  });

  it('keeps its identity when a bad token comes, and closes with 4403 for somebody else’s', async () => {
    const socket = await speak();
    expect(await socket.whoAmI('1', await bearer())).toEqual({ known: true });
    expect(await socket.whoAmI('2', { authorization: 'Bearer bad' })).toEqual({ known: true });
    socket.say({ type: 'ping', payload: await bearer() });
    await eventually(() => expect(socket.closes).toEqual([4403]));
  });

  it('is closed when its token has expired and no fresh one came', async () => {
    const closes: string[] = [];
    const caller = (expiresInMs: number): Caller => ({
      identity: { userId: 'u', sessionId: 's', expiresAt: new Date(Date.now() + expiresInMs) },
      refused: null,
      headers: {},
    });
    const callers: Record<string, Caller> = { short: caller(20), long: caller(60_000) };
    const revocations = { forget: () => {}, isRevoked: async () => false, watch: () => () => {}, close: () => {} };
    const open = () =>
      createConnectionSession({
        identify: async (token) => callers[token!]!,
        revocations,
        close: ({ en }) => closes.push(en),
        graceMs: 20,
      });
    const [left, kept] = [open(), open()];
    await kept.refresh('short');
    await kept.refresh('long');
    await left.refresh('short');
    await eventually(() => expect(closes).toEqual(['The token has expired.']));
    left.close();
    kept.close();
  });

  it('goes by the token that was sent last, in whatever order they are judged', async () => {
    const judged = Promise.withResolvers<void>();
    const caller = (sessionId: string): Caller => ({
      identity: { userId: 'u', sessionId, expiresAt: new Date(Date.now() + 60_000) },
      refused: null,
      headers: {},
    });
    const session = createConnectionSession({
      identify: async (token) => {
        if (token === 'first') await judged.promise;
        return caller(token!);
      },
      revocations: { forget: () => {}, isRevoked: async () => false, watch: () => () => {}, close: () => {} },
      close: () => {},
    });
    const first = session.refresh('first');
    await session.refresh('fresh');
    judged.resolve();
    await first;
    expect(session.caller().identity?.sessionId).toBe('fresh');
    session.close();
  });

  it('has 30 s from its token’s expiry to send a fresh one', async () => {
    jest.useFakeTimers();
    try {
      const closes: string[] = [];
      const expiresAt = new Date(Date.now() + 60_000);
      const session = createConnectionSession({
        identify: async () => ({ identity: { userId: 'u', sessionId: 's', expiresAt }, refused: null, headers: {} }),
        revocations: { forget: () => {}, isRevoked: async () => false, watch: () => () => {}, close: () => {} },
        close: ({ en }) => closes.push(en),
      });
      await session.refresh('token');
      jest.advanceTimersByTime(60_000 + 29_990);
      expect(closes).toEqual([]);
      jest.advanceTimersByTime(20);
      expect(closes).toEqual(['The token has expired.']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('stays open past its token’s expiry while the fresh one that came cannot be judged, and closes when that is refused', async () => {
    const closes: string[] = [];
    let fresh: Caller = { identity: null, refused: 'unknown', headers: {} };
    const first: Caller = { identity: { userId: 'u', sessionId: 's', expiresAt: new Date() }, refused: null, headers: {} };
    let asked = 0;
    const session = createConnectionSession({
      identify: async (token) => {
        if (token === 'first') return first;
        asked++;
        return fresh;
      },
      revocations: { forget: () => {}, isRevoked: async () => false, watch: () => () => {}, close: () => {} },
      close: ({ en }) => closes.push(en),
      graceMs: 10,
      retryMs: 20,
    });
    await session.refresh('first');
    await session.refresh('fresh');
    await eventually(() => expect(asked).toBeGreaterThan(4));
    expect([closes, session.caller()]).toEqual([[], first]);
    fresh = { identity: null, refused: 'invalid', headers: {} };
    await eventually(() => expect(closes).toEqual(['The token has expired.']));
    session.close();
  });

  it('stays open past its token’s grace while a fresh one that came in time is judged', async () => {
    const { session, closes, judge } = openScripted({ graceMs: 10 });
    for (const fresh of [callerFor(60_000), UNFIT]) {
      void session.refresh('old');
      await judge('old', callerFor(0));
      void session.refresh('fresh');
      const begun = performance.now();
      await eventually(() => performance.now() - begun > 100);
      expect(closes).toEqual([]);
      await judge('fresh', fresh);
    }
    await eventually(() => expect(closes).toEqual(['The token has expired.']));
    session.close();
  });

  it.each([
    ['cannot be judged either', UNKNOWN],
    ['is accepted', callerFor(60_000)],
  ])('tries the token that was sent last again, although an older one %s later', async (_what, older) => {
    const { session, closes, judge } = openScripted({ retryMs: 10 });
    void session.refresh('old');
    await judge('old', callerFor(10_000));
    void session.refresh('older');
    await judge('older', UNKNOWN);
    await judge('older', null);
    void session.refresh('last');
    await judge('last', UNKNOWN);
    await judge('older', older);
    await judge('last', callerFor(70_000, 'last'));
    await eventually(() => expect(session.caller().identity?.sessionId).toBe('last'));
    expect(closes).toEqual([]);
    session.close();
  });

  it.each(['a socket', 'an event stream'])('that logs out on %s hears so before it is closed', async (what) => {
    const bystanding: number[] = [];
    const logOut = async (): Promise<boolean> => {
      await outgoing.revoke(session.sessionId);
      return eventually(() => bystanding.length > 0);
    };
    const sdl = 'type Query { a: Int } type Mutation { logOut: Boolean }';
    const outgoing = await startGateway({ subgraphs: { user: { sdl, resolvers: { Mutation: { logOut } } } } });
    const session = await outgoing.session();
    const open = () => rawSocket(outgoing.url, { params: { authorization: `Bearer ${session.token}` } });
    const [socket, bystander] = [await open(), await open()];
    bystander.socket.on('close', (code) => bystanding.push(code));
    if (what === 'a socket') {
      socket.subscribe('out', 'mutation { logOut }');
      await eventually(() => expect(socket.results('out')).toEqual([{ data: { logOut: true } }]));
    } else {
      const out = collect(outgoing.sse(session.token), 'mutation { logOut }');
      await eventually(() => expect(out).toMatchObject({ results: [{ data: { logOut: true } }], done: true }));
    }
    await eventually(() => expect(socket.closes).toEqual([{ code: 4403, reason: 'The session has ended.' }]));
    await outgoing.close();
  });
});
