import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import type { Subgraph } from '#kit/subgraph.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { SmallSubgraph } from './case.ts';
import { type RawSocket, rawSocket } from './raw-socket.ts';
import { coded, composeSmall, runSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let yard: Yard;
let gateway: TestGateway;
let socket: RawSocket;
let isAway: boolean;
beforeEach(() => {
  yard = createYard();
  isAway = true;
});
afterEach(() => gateway.close());

const PULSE = 'subscription { pulse(id: "7") { count event { title } } }';

/** @param serving stands in for what is composed */
const start = async (subgraphs: Record<string, SmallSubgraph>, serving = subgraphs): Promise<void> => {
  const { events, ...others } = runSmall(serving);
  const execute: Subgraph['execute'] = (request) => (isAway ? Promise.reject(new Error('away')) : events!.execute(request));
  gateway = await startGateway({ subgraphs, sources: { ...others, events: { ...events!, execute } } });
  socket = await rawSocket(gateway.url);
};

const changedCounts = (change: (sdl: string) => string, resolvers: object = {}): SmallSubgraph => {
  const { counts } = yard.subgraphs;
  return { sdl: change(counts.sdl), resolvers: { ...counts.resolvers, ...resolvers } };
};

const results = () => socket.results('p') as { data: { pulse: unknown }; errors?: unknown[] }[];

describe('What a live value lacks because a subgraph is away', () => {
  it('is not told again and again, and comes once when it is back', async () => {
    await start(yard.subgraphs);
    socket.subscribe('p', PULSE);
    await eventually(() => results().length === 1);
    await wait(3_000);
    expect(results()).toHaveLength(1);
    isAway = false;
    await eventually(() => results().length === 2, { within: 10_000 });
    expect(results()[1]).toEqual({ data: { pulse: { count: 0, event: { title: 'Event 7' } } } });
    yard.setPulse({ count: 1, version: 2 });
    await eventually(() => results().length === 3);
  });

  it('comes where it has emptied the whole answer', async () => {
    const counts = changedCounts((sdl) => sdl.replace('type Pulse { event: Event ', 'type Pulse { event: Event! '));
    await start({ ...yard.subgraphs, counts });
    socket.subscribe('p', PULSE);
    await eventually(() => results().length === 1);
    expect(results()[0]).toMatchObject({ data: null });
    isAway = false;
    await eventually(() => expect(results().at(-1)).toEqual({ data: { pulse: { count: 0, event: { title: 'Event 7' } } } }));
    expect(results()).toHaveLength(2);
  });

  it('is told once where there is no answer at all', async () => {
    const pulse = {
      subscribe: async function* () {
        yield {};
        await new Promise(() => {});
      },
      resolve: () => {
        throw coded('SERVICE_UNAVAILABLE');
      },
    };
    const counts = changedCounts((sdl) => sdl, { Subscription: { ...Object(yard.subgraphs.counts.resolvers).Subscription, pulse } });
    await start({ ...yard.subgraphs, counts });
    socket.subscribe('p', PULSE);
    await eventually(() => results().length === 1);
    expect(results()[0]).toMatchObject({ data: null, errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
    await wait(2_500);
    expect(results()).toHaveLength(1);
  });

  it('comes where the subgraph that is subscribed to could not tell it', async () => {
    let isSilent = true;
    const note = (): string => {
      if (isSilent) throw coded('SERVICE_UNAVAILABLE');
      return 'here';
    };
    const counts = changedCounts((sdl) => sdl, { Pulse: { ...Object(yard.subgraphs.counts.resolvers).Pulse, note } });
    await start({ ...yard.subgraphs, counts });
    socket.subscribe('p', 'subscription { pulse(id: "7") { count note } }');
    await eventually(() => results().length === 1);
    await wait(1_500);
    isSilent = false;
    await eventually(() => expect(results().at(-1)).toEqual({ data: { pulse: { count: 0, note: 'here' } } }), { within: 10_000 });
    expect(results()).toHaveLength(2);
    await eventually(() => yard.subscriptions().open === 1);
  });

  it('comes by the plan of a reload that asks somebody else for it', async () => {
    const events = {
      ...yard.subgraphs.events,
      sdl: yard.subgraphs.events.sdl.replace('id: ID! title: String!', 'id: ID! title: String! @shareable'),
    };
    const counts = changedCounts((sdl) => sdl.replace('{ id: ID! count: Int }', '{ id: ID! count: Int title: String! @shareable }'), {
      Event: { ...Object(yard.subgraphs.counts.resolvers).Event, title: () => 'moved' },
    });
    await start(yard.subgraphs, { events, counts });
    socket.subscribe('p', PULSE);
    await eventually(() => results().length === 1);
    expect(gateway.gateway.adopt(composeSmall({ events, counts }))).toBe(true);
    await eventually(() => expect(results().at(-1)).toEqual({ data: { pulse: { count: 0, event: { title: 'moved' } } } }));
    await wait(1_500);
    expect(results()).toHaveLength(2);
  });
});

describe('The last state of a live value', () => {
  it('comes whole before the end, when what it lacks comes soon', async () => {
    await start(yard.subgraphs);
    socket.subscribe('p', PULSE);
    await eventually(() => results().length === 1);
    yard.complete();
    await eventually(() => yard.subscriptions().open === 0);
    isAway = false;
    await eventually(() => expect(socket.heard.at(-1)?.type).toBe('complete'));
    expect(results().map(({ data }) => data.pulse)).toEqual([null, { title: 'Event 7' }].map((event) => ({ count: 0, event })));
  });

  it('comes before the refusal that ends it', async () => {
    const { events, counts } = runSmall(yard.subgraphs);
    const [answered, refused] = [Promise.withResolvers<void>(), Promise.withResolvers<IteratorResult<ExecutionResult>>()];
    let asked = 0;
    const execute: Subgraph['execute'] = async (request) => {
      if (++asked > 1) await answered.promise;
      return events!.execute(request);
    };
    let isOver = false;
    const subscribe: Subgraph['subscribe'] = async (request) => {
      const stream = (await counts!.subscribe(request)) as AsyncGenerator<ExecutionResult>;
      const next = async (): Promise<IteratorResult<ExecutionResult>> => {
        if (isOver) return { done: true, value: undefined };
        const step = await Promise.race([stream.next(), refused.promise]);
        isOver = step === refusal;
        return step;
      };
      return { [Symbol.asyncIterator]: () => ({ next, return: () => stream.return(undefined) }) };
    };
    const refusal: IteratorResult<ExecutionResult> = { done: false, value: { errors: [coded('FORBIDDEN')] } };
    gateway = await startGateway({
      subgraphs: yard.subgraphs,
      sources: { events: { ...events!, execute }, counts: { ...counts!, subscribe } },
    });
    socket = await rawSocket(gateway.url);
    const arrived = (count: number) =>
      eventually(async () => expect(await gateway.metrics()).toMatch(new RegExp(`^madang_live_events_total ${count}$`, 'm')));
    socket.subscribe('p', PULSE);
    await eventually(() => results().length === 1);
    for (const count of [1, 2]) {
      yard.setPulse({ count, version: count + 1 });
      await arrived(count + 1);
      await eventually(() => asked === 2);
    }
    refused.resolve(refusal);
    await arrived(4);
    answered.resolve();
    await eventually(() => expect(socket.heard.at(-1)?.type).toBe('complete'));
    const seen = results().map(({ data, errors }) => Object(data?.pulse).count ?? errors);
    expect(seen).toEqual([0, 1, 2, [expect.objectContaining({ extensions: { code: 'FORBIDDEN', service: 'counts' } })]]);
  });
});
