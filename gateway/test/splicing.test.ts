import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import type { Subgraph, SubgraphRequest } from '#kit/subgraph.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { SmallSubgraph } from './case.ts';
import { type RawSocket, rawSocket } from './raw-socket.ts';
import { coded, composeSmall, runSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let yard: Yard;
let gateway: TestGateway;
let socket: RawSocket;
afterEach(() => gateway.close());

const SAID = 'subscription { said { text event { title } } }';
const FEED = 'subscription { entered { name event { title } } }';
const PULSE = 'subscription { pulse(id: "7") { count event { title } } }';

/** The yard after a reload: what is subscribed to is asked of its subgraph with titles, too. */
const moved = (): { events: SmallSubgraph; counts: SmallSubgraph } => {
  const { events, counts } = yard.subgraphs;
  const resolvers = { ...counts.resolvers, Event: { ...Object(counts.resolvers).Event, title: () => 'moved' } };
  return {
    events: { ...events, sdl: events.sdl.replace('id: ID! title: String!', 'id: ID! title: String! @shareable') },
    counts: { sdl: counts.sdl.replace('{ id: ID! count: Int }', '{ id: ID! count: Int title: String! @shareable }'), resolvers },
  };
};
const asksMoved = ({ query }: SubgraphRequest): boolean => query.includes('title');

type Subscribe = Subgraph['subscribe'];

/**
 * @param around what stands before the subscriptions at `counts`
 * @param slowMs how long `events` takes
 * @param isGone whether it answers no more
 */
const start = async (
  around: (subscribe: Subscribe) => Subscribe,
  { slowMs = 0, tellsBegin = false, isGone = (): boolean => false } = {},
): Promise<void> => {
  yard = createYard({ tellsBegin });
  const { events, counts } = runSmall(moved());
  const execute: Subgraph['execute'] = async (request) => {
    await wait(slowMs);
    if (isGone()) throw new Error('gone');
    return events!.execute(request);
  };
  gateway = await startGateway({
    subgraphs: yard.subgraphs,
    sources: { events: { ...events!, execute }, counts: { ...counts!, subscribe: around(counts!.subscribe) } },
  });
  socket = await rawSocket(gateway.url);
};

/** Subscriptions that can be dropped, and begun again when the subgraph is not away. */
const droppable =
  (subscribe: Subscribe, drops: ((error: Error) => void)[], isAway: () => boolean): Subscribe =>
  async (request) => {
    if (isAway()) throw new Error('away');
    const stream = (await subscribe(request)) as AsyncGenerator<ExecutionResult>;
    const { promise, reject } = Promise.withResolvers<never>();
    drops.push(reject);
    promise.catch(() => stream.return(undefined));
    return {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.race([stream.next(), promise]), return: () => stream.return(undefined) }),
    };
  };

const adopt = (subgraphs: Record<string, SmallSubgraph>): void => expect(gateway.gateway.adopt(composeSmall(subgraphs))).toBe(true);
const texts = () => socket.results('said').map((result) => (result as { data: { said: { text: string } } }).data.said.text);
const names = () => socket.results('feed').map((result) => (result as { data: { entered: { name: string } } }).data.entered.name);
const failures = () => socket.heard.filter(({ type }) => type === 'error' || type === 'complete');

describe('A subscription that is planned otherwise', () => {
  it('goes on through two reloads one after the other, while subgraphs take their time', async () => {
    let openMs = 0;
    await start((subscribe) => async (request) => {
      await wait(openMs);
      return subscribe(request);
    });
    socket.subscribe('said', SAID);
    socket.subscribe('feed', FEED);
    await eventually(() => yard.subscriptions().open === 2);
    openMs = 300;
    const expected: string[] = [];
    const speaking = setInterval(() => {
      const text = String(expected.length);
      yard.say(text);
      yard.enter(text);
      expected.push(text);
    }, 20);
    adopt(moved());
    await wait(50);
    adopt(yard.subgraphs);
    await wait(50);
    adopt(moved());
    await eventually(() => expect(socket.results('said').at(-1)).toMatchObject({ data: { said: { event: { title: 'moved' } } } }));
    clearInterval(speaking);
    await eventually(() => texts().length >= expected.length && names().length >= expected.length);
    expect(texts()).toEqual(expected);
    expect(names()).toEqual(expected);
  });

  it.each([
    ['is away', true, () => Promise.reject(new Error('connect ECONNREFUSED'))],
    ['does not know what it is asked', true, async (): Promise<ExecutionResult> => ({ errors: [coded('BAD_USER_INPUT')] })],
    ['says nothing', false, () => new Promise<never>(() => {})],
  ] satisfies [string, boolean, () => ReturnType<Subscribe>][])(
    'goes on as it was while its subgraph %s',
    async (_what, recovers, refuse) => {
      let isReady = false;
      await start((subscribe) => (request) => (asksMoved(request) && !isReady ? refuse() : subscribe(request)), { tellsBegin: true });
      yard.setPulse({ count: 1, version: 1 });
      socket.subscribe('said', SAID);
      socket.subscribe('feed', FEED);
      socket.subscribe('pulse', PULSE);
      await eventually(() => socket.results('pulse').length === 1 && yard.subscriptions().open === 3);
      adopt(moved());
      await wait(500);
      yard.say('meanwhile');
      yard.enter('meanwhile');
      yard.setPulse({ count: 2, version: 2 });
      await eventually(() => texts().length === 1 && names().length === 1 && socket.results('pulse').length === 2);
      expect(failures()).toEqual([]);
      if (!recovers) return;
      isReady = true;
      await eventually(() => expect(socket.results('pulse').at(-1)).toEqual({ data: { pulse: { count: 2, event: { title: 'moved' } } } }));
      await eventually(() => {
        yard.enter(String(yard.entered()));
        yard.say(String(yard.entered()));
        return [socket.results('feed'), socket.results('said')].every((results) => JSON.stringify(results.at(-1)).includes('moved'));
      });
      expect(names()).toEqual(['meanwhile', ...Array.from({ length: names().length - 1 }, (_, n) => String(n + 1))]);
      expect(texts()).toEqual(['meanwhile', ...Array.from({ length: texts().length - 1 }, (_, n) => String(n + 2))]);
      expect(failures()).toEqual([]);
    },
  );

  it('of a live value is not answered once more as it was planned before', async () => {
    let isGone = false;
    await start((subscribe) => subscribe, { isGone: () => isGone });
    yard.setPulse({ count: 1, version: 1 });
    socket.subscribe('pulse', PULSE);
    await eventually(() => socket.results('pulse').length === 1);
    isGone = true;
    adopt(moved());
    await eventually(() => socket.results('pulse').length === 2);
    expect(socket.results('pulse')).toEqual(['Event 7', 'moved'].map((title) => ({ data: { pulse: { count: 1, event: { title } } } })));
  });

  it('keeps the order where the rest of its answers takes long', async () => {
    await start((subscribe) => subscribe, { slowMs: 150 });
    socket.subscribe('said', SAID);
    socket.subscribe('feed', FEED);
    await eventually(() => yard.subscriptions().open === 2);
    const say = (text: string): void => {
      yard.say(text);
      yard.enter(text);
    };
    const expected = Array.from({ length: 12 }, (_, n) => String(n));
    for (const text of expected.slice(0, 6)) say(text);
    adopt(moved());
    await eventually(() => yard.subscriptions().total >= 4);
    for (const text of expected.slice(6, 9)) say(text);
    await wait(2_500);
    for (const text of expected.slice(9)) say(text);
    await eventually(() => texts().length >= 12 && names().length >= 12, { within: 10_000 });
    expect(texts()).toEqual(expected);
    expect(names()).toEqual(expected);
    await eventually(() => yard.subscriptions().open === 2);
  });

  it('of a feed that stays quiet is taken over when its subgraph must have taken it up', async () => {
    await start((subscribe) => subscribe, { tellsBegin: true });
    socket.subscribe('feed', FEED);
    socket.subscribe('said', SAID);
    await eventually(() => yard.subscriptions().open === 2);
    adopt(moved());
    await eventually(() => expect(yard.subscriptions()).toEqual({ total: 4, open: 2 }));
    yard.enter('after');
    yard.say('after');
    await eventually(() => names().length === 1 && texts().length === 1);
    expect(socket.results('feed')).toEqual([{ data: { entered: { name: 'after', event: { title: 'moved' } } } }]);
  });

  it('ends with the reason when it is another thing now', async () => {
    await start((subscribe) => subscribe);
    socket.subscribe('said', SAID.replace('said', 'mine: said'));
    socket.subscribe('pulse', PULSE);
    socket.subscribe('feed', FEED);
    await eventually(() => yard.subscriptions().open === 3);
    const sdl = yard.subgraphs.counts.sdl
      .replace('said: Saying!', 'said: Saying! @authenticated')
      .replace('pulse(id: ID!): Pulse! @live', 'pulse(id: ID!): Pulse! @live(version: "count")')
      .replace('Entry! @feed', 'Entry!');
    adopt({ ...yard.subgraphs, counts: { ...yard.subgraphs.counts, sdl } });
    await eventually(() => failures().length === 3);
    const codes = Object.fromEntries(failures().map(({ id, payload }) => [id, payload[0].extensions]));
    const changed = { code: 'SERVICE_UNAVAILABLE', reason: 'SUPERGRAPH_CHANGED' };
    expect(codes).toEqual({ said: { code: 'UNAUTHENTICATED', reason: 'UNAUTHORIZED_FIELD_OR_TYPE' }, pulse: changed, feed: changed });
    expect(failures().find(({ id }) => id === 'said')?.payload[0].path).toEqual(['mine']);
  });
});

describe('Who comes while the subgraph is away', () => {
  it('shares what the others follow, and has the present state', async () => {
    let isAway = false;
    const drops: ((error: Error) => void)[] = [];
    await start((subscribe) => droppable(subscribe, drops, () => isAway));
    yard.setPulse({ count: 1, version: 1 });
    const query = 'subscription { publicPulse(id: "7") { count } }';
    socket.subscribe('first', query);
    await eventually(() => socket.results('first').length === 1);
    isAway = true;
    for (const drop of drops) drop(new Error('dropped'));
    await eventually(() => yard.subscriptions().open === 0);
    const newcomers = Array.from({ length: 10 }, (_, n) => `new ${n}`);
    for (const id of newcomers) socket.subscribe(id, query);
    await eventually(() => newcomers.every((id) => socket.results(id).length === 1));
    isAway = false;
    await eventually(() => yard.subscriptions().open === 1);
    yard.setPulse({ count: 2, version: 2 });
    await eventually(() => newcomers.every((id) => socket.results(id).length === 2));
    expect(yard.subscriptions()).toEqual({ total: 2, open: 1 });
  });
});

describe('A feed from now', () => {
  it('brings nothing of before, when it is asked for while its subgraph is away', async () => {
    let isAway = false;
    const drops: ((error: Error) => void)[] = [];
    await start((subscribe) => droppable(subscribe, drops, () => isAway), { tellsBegin: true });
    const { token } = await gateway.session();
    socket = await rawSocket(gateway.url, { params: { authorization: `Bearer ${token}` } });
    socket.subscribe('feed', 'subscription { entered { name } }');
    await eventually(() => yard.subscriptions().open === 1);
    isAway = true;
    for (const drop of drops) drop(new Error('dropped'));
    await eventually(() => yard.subscriptions().open === 0);
    for (const name of ['one', 'two']) yard.enter(name);
    socket.subscribe('late', 'subscription { entered { name } }');
    await eventually(async () => expect(await gateway.metrics()).toMatch(/^madang_live_upstreams 2$/m));
    isAway = false;
    await eventually(() => names().length === 2 && yard.subscriptions().open === 2);
    yard.enter('three');
    await eventually(() => names().length === 3);
    expect(socket.results('late')).toEqual([{ data: { entered: { name: 'three' } } }]);
  });
});
