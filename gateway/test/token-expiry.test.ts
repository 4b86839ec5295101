import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { decodeJwt } from 'jose';
import type { Subgraph, SubgraphHeaders } from '#kit/subgraph.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { type RawSocket, rawSocket } from './raw-socket.ts';
import { coded, runSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

/** In place of 30 s. */
const GRACE_MS = 1_000;

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  const { events, counts } = runSmall(yard.subgraphs);
  gateway = await startGateway({
    subgraphs: yard.subgraphs,
    sources: { events: judging(events!), counts: judging(counts!) },
    graceMs: GRACE_MS,
  });
});
afterAll(() => gateway.close());

const drops = new Set<(error: Error) => void>();
/** End streams as a subgraph does that sees to it when a token expires. */
const refusals = new Set<() => void>();
/** What a subscription that was refused waits for, and how many do. */
let answering: Promise<void> | undefined;
let refused = 0;

/** A subgraph that judges tokens itself, as all do, and whose streams can be dropped. */
const judging = (subgraph: Subgraph): Subgraph => {
  const isExpired = ({ authorization }: SubgraphHeaders): boolean =>
    authorization !== undefined && decodeJwt(authorization.replace('Bearer ', '')).exp! * 1_000 <= Date.now();
  return {
    ...subgraph,
    execute: async (request) =>
      isExpired(request.headers) ? { data: null, errors: [coded('UNAUTHENTICATED')] } : subgraph.execute(request),
    subscribe: async (request) => {
      if (isExpired(request.headers)) {
        refused++;
        await answering;
        return { errors: [coded('UNAUTHENTICATED')] };
      }
      const stream = (await subgraph.subscribe(request)) as AsyncGenerator<ExecutionResult>;
      const { promise: cut, reject, resolve } = Promise.withResolvers<IteratorResult<ExecutionResult>>();
      cut.catch(() => stream.return(undefined));
      drops.add(reject);
      const refusal: IteratorResult<ExecutionResult> = { done: false, value: { errors: [coded('UNAUTHENTICATED')] } };
      let isOver = false;
      refusals.add(() => resolve(refusal));
      const next = async (): Promise<IteratorResult<ExecutionResult>> => {
        if (isOver) return { done: true, value: undefined };
        const step = await Promise.race([stream.next(), cut]);
        isOver = step === refusal;
        return step;
      };
      return { [Symbol.asyncIterator]: () => ({ next, return: () => stream.return(undefined) }) };
    },
  };
};

const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });

/** A socket whose token expires in one to two seconds; `expiredAt` is when, as `Date.now()` tells it. */
const open = async (userId: string) => {
  const expiredAt = (Math.floor(Date.now() / 1_000) + 2) * 1_000;
  const session = await gateway.session({ userId, expiresIn: new Date(expiredAt) });
  const socket = await rawSocket(gateway.url, { params: bearer(session) });
  const closedAt = new Promise<number>((resolve) => socket.socket.once('close', () => resolve(Date.now())));
  return { ...socket, expiredAt, closedAt };
};

const past = (at: number): Promise<unknown> => eventually(() => Date.now() > at);

/** Resolves when the fresh token is taken up. */
const refresh = async ({ say, heard }: RawSocket, userId: string): Promise<void> => {
  say({ type: 'ping', payload: bearer(await gateway.session({ userId })) });
  await eventually(() => heard.some(({ type }) => type === 'pong'));
};

const isKnown = async ({ say, results }: RawSocket, extensions: object = {}): Promise<boolean> => {
  const id = crypto.randomUUID();
  say({ type: 'subscribe', id, payload: { query: '{ whoAmI }', extensions } });
  const [answer] = await eventually(() => (results(id).length > 0 ? results(id) : false) as { data: { whoAmI: string } }[]);
  return JSON.parse(answer!.data.whoAmI).known;
};

const PULSE = 'subscription { pulse(id: "7") { count } }';

describe('A socket whose token has expired', () => {
  it('is closed with 4403 at the end of its grace, and not before, when nothing better has come', async () => {
    const [silent, wrong] = await Promise.all([open(crypto.randomUUID()), open(crypto.randomUUID())]);
    silent.subscribe('pulse', PULSE);
    await past(wrong.expiredAt + 100);
    wrong.say({ type: 'ping', payload: { authorization: 'Bearer bad' } });
    yard.setPulse({ count: 1, version: 1 + 1 });
    await eventually(() => silent.results('pulse').length === 2);
    expect([silent.closes, wrong.closes]).toEqual([[], []]);
    for (const socket of [silent, wrong]) {
      expect((await socket.closedAt) - socket.expiredAt).toBeGreaterThanOrEqual(GRACE_MS - 50);
      expect(socket.closes).toEqual([{ code: 4403, reason: 'The token has expired.' }]);
    }
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('stays open, and known, with a fresh one in a ping’s payload or a new operation’s extensions', async () => {
    const [ann, bob] = [crypto.randomUUID(), crypto.randomUUID()];
    const [pinged, asked] = await Promise.all([open(ann), open(bob)]);
    for (const socket of [pinged, asked]) socket.subscribe('pulse', PULSE);
    await past(asked.expiredAt + 100);
    pinged.say({ type: 'ping', payload: bearer(await gateway.session({ userId: ann })) });
    expect(await isKnown(asked, bearer(await gateway.session({ userId: bob })))).toBe(true);
    await past(asked.expiredAt + GRACE_MS + 300);
    for (const socket of [pinged, asked]) {
      expect(socket.closes).toEqual([]);
      expect(await isKnown(socket)).toBe(true);
    }
    yard.setPulse({ count: 2, version: 2 + 1 });
    await eventually(() => [pinged, asked].every(({ results }) => results('pulse').length === 2));
    for (const { socket } of [pinged, asked]) socket.terminate();
  });

  it('loses nothing of its live values: what was refused meanwhile comes with the fresh one, also when the subgraph dropped', async () => {
    const userId = crypto.randomUUID();
    const socket = await open(userId);
    socket.subscribe('mine', 'subscription { mine { count event { title } } }');
    await eventually(() => socket.results('mine').length === 1);
    await past(socket.expiredAt + 100);
    yard.setPulse({ count: 3, version: 3 + 1 });
    await eventually(() => expect(socket.results('mine').at(-1)).toMatchObject({ data: { mine: { count: 3, event: null } } }));
    for (const drop of drops) drop(new Error('dropped'));
    await eventually(() => yard.subscriptions().open === 0);
    socket.say({ type: 'ping', payload: bearer(await gateway.session({ userId })) });
    await eventually(() => expect(socket.results('mine').at(-1)).toEqual({ data: { mine: { count: 3, event: { title: 'Event 7' } } } }));
    await eventually(() => yard.subscriptions().open === 1);
    yard.setPulse({ count: 4, version: 4 + 1 });
    await eventually(() => expect(socket.results('mine').at(-1)).toMatchObject({ data: { mine: { count: 4 } } }));
    expect(socket.heard.some(({ type }) => type === 'error' || type === 'complete')).toBe(false);
    socket.socket.terminate();
  });

  it('loses nothing when the fresh one comes while its subgraph refuses the old one', async () => {
    const userId = crypto.randomUUID();
    const socket = await open(userId);
    socket.subscribe('mine', 'subscription { mine { count } }');
    await eventually(() => socket.results('mine').length === 1);
    await past(socket.expiredAt + 100);
    const answered = Promise.withResolvers<void>();
    answering = answered.promise;
    refused = 0;
    for (const drop of drops) drop(new Error('dropped'));
    await eventually(() => refused === 1);
    await refresh(socket, userId);
    answered.resolve();
    await eventually(() => yard.subscriptions().open === 1);
    yard.setPulse({ count: 5, version: 5 + 1 });
    await eventually(() => expect(socket.results('mine').at(-1)).toEqual({ data: { mine: { count: 5 } } }));
    expect(socket.heard.some(({ type }) => type === 'error' || type === 'complete')).toBe(false);
    socket.socket.terminate();
  });

  it('loses nothing where its subgraph ends what was opened with it, when the fresh one came before', async () => {
    const userId = crypto.randomUUID();
    const socket = await open(userId);
    refusals.clear();
    socket.subscribe('mine', 'subscription { mine { count } }');
    await eventually(() => socket.results('mine').length === 1);
    await refresh(socket, userId);
    await past(socket.expiredAt);
    for (const refuse of [...refusals]) refuse();
    await eventually(() => refusals.size === 2 && yard.subscriptions().open === 1);
    yard.setPulse({ count: 6, version: 6 + 1 });
    await eventually(() => expect(socket.results('mine').at(-1)).toEqual({ data: { mine: { count: 6 } } }));
    expect(socket.heard.some(({ type }) => type === 'error' || type === 'complete')).toBe(false);
    socket.socket.terminate();
  });
});
