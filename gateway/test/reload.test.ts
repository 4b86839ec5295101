import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { type RawSocket, rawSocket } from './raw-socket.ts';
import { composeSmall, runSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let yard: Yard;
let gateway: TestGateway;
let socket: RawSocket;

/** The yard's subgraphs with parts of their SDL replaced. */
const changed = (...replacements: [subgraph: 'events' | 'counts', from: string, to: string][]) => {
  const subgraphs = { ...yard.subgraphs };
  for (const [name, from, to] of replacements) {
    expect(subgraphs[name].sdl).toContain(from);
    subgraphs[name] = { ...subgraphs[name], sdl: subgraphs[name].sdl.replace(from, to) };
  }
  return subgraphs;
};

/** Titles can come from either subgraph: what the subscription asks of its own one is another plan. */
const movedTitles = () =>
  changed(
    ['events', 'id: ID! title: String!', 'id: ID! title: String! @shareable'],
    ['counts', '{ id: ID! count: Int }', '{ id: ID! count: Int title: String! @shareable }'],
  );

/** @param options of the yard */
const start = async (options?: Parameters<typeof createYard>[0]): Promise<void> => {
  yard = createYard(options);
  const { events, counts } = movedTitles();
  const served = {
    sdl: counts.sdl.replace('type Query {', 'type Query { fresh: Int'),
    resolvers: { ...counts.resolvers, Event: { ...Object(counts.resolvers).Event, title: () => 'moved' } },
  };
  gateway = await startGateway({ subgraphs: yard.subgraphs, sources: runSmall({ events, counts: served }) });
  socket = await rawSocket(gateway.url);
};

beforeEach(() => start());
afterEach(() => gateway.close());

const PULSE = 'subscription { pulse(id: "7") { count event { title } } }';
const FEED = 'subscription { entered { name event { title } } }';
const pulses = () =>
  socket.results('pulse').map((result) => (result as { data: { pulse: { count: number; event: { title: string } } } }).data.pulse);
const names = () => socket.results('feed').map((result) => (result as { data: { entered: { name: string } } }).data.entered.name);

const follow = async (): Promise<void> => {
  yard.setPulse({ count: 1, version: 1 });
  socket.subscribe('pulse', PULSE);
  socket.subscribe('feed', FEED);
  await eventually(() => pulses().length === 1 && yard.subscriptions().open === 2);
  yard.enter('a');
  await eventually(() => names().length === 1);
};

describe('When the supergraph is reloaded', () => {
  it('a new field can be asked for on the same socket, and what runs goes on untouched upstream', async () => {
    await follow();
    const { total } = yard.subscriptions();
    expect(gateway.gateway.adopt(composeSmall(changed(['counts', 'type Query {', 'type Query { fresh: Int'])))).toBe(true);
    yard.setPulse({ count: 2, version: 2 });
    yard.enter('b');
    await eventually(() => pulses().length === 2 && names().length === 2);
    expect(yard.subscriptions()).toEqual({ total, open: 2 });
    socket.subscribe('fresh', '{ fresh }');
    await eventually(() => socket.results('fresh').length === 1);
    expect(socket.heard.some(({ type }) => type === 'error')).toBe(false);
    expect((await gateway.post('{ fresh total }')).body.data).toEqual({ fresh: null, total: 2 });
    expect(socket.closes).toEqual([]);
  });

  it('a subscription that is planned otherwise is spliced over: each item once, no older version', async () => {
    await follow();
    gateway.gateway.adopt(composeSmall(movedTitles()));
    await eventually(() => yard.subscriptions().total === 4 && yard.subscriptions().open === 2);
    yard.setPulse({ count: 2, version: 2 });
    yard.enter('b');
    await eventually(() => pulses().length === 3 && names().length === 2);
    expect(pulses()).toEqual([
      { count: 1, event: { title: 'Event 7' } },
      { count: 1, event: { title: 'moved' } },
      { count: 2, event: { title: 'moved' } },
    ]);
    expect(names()).toEqual(['a', 'b']);
  });

  it('a feed whose place is not known yet, and an unmarked stream, are spliced over, too: each item once and in order', async () => {
    await gateway.close();
    await start({ tellsBegin: false });
    const texts = () => socket.results('said').map((result) => (result as { data: { said: { text: string } } }).data.said.text);
    socket.subscribe('feed', FEED);
    socket.subscribe('said', 'subscription { said { text event { title } } }');
    await eventually(() => yard.subscriptions().open === 2);
    gateway.gateway.adopt(composeSmall(movedTitles()));
    await eventually(() => yard.subscriptions().total === 4);
    const expected: string[] = [];
    const say = (text: string): void => {
      yard.enter(text);
      yard.say(text);
      expected.push(text);
    };
    const begun = performance.now();
    await eventually(() => {
      say(String(expected.length));
      return performance.now() - begun > 1_500 && yard.subscriptions().open === 2;
    });
    say('last');
    await eventually(() => names().at(-1) === 'last' && texts().at(-1) === 'last');
    expect(names()).toEqual(expected);
    expect(texts()).toEqual(expected);
    expect(socket.results('said').at(-1)).toMatchObject({ data: { said: { event: { title: 'moved' } } } });
  });

  it('what subscribes later joins what was spliced', async () => {
    socket.subscribe('one', 'subscription { publicPulse(id: "7") { count } }');
    await eventually(() => socket.results('one').length === 1);
    gateway.gateway.adopt(composeSmall(movedTitles()));
    socket.subscribe('two', 'subscription { publicPulse(id: "7") { count } }');
    await eventually(() => socket.results('two').length === 1);
    expect(yard.subscriptions()).toEqual({ total: 1, open: 1 });
  });

  it('only a subscription that is no longer valid is closed, with the reason', async () => {
    await follow();
    gateway.gateway.adopt(composeSmall(changed(['counts', 'type Entry { cursor: String! name: String!', 'type Entry { cursor: String!'])));
    const closed = await eventually(() => socket.heard.find(({ type, id }) => type === 'error' && id === 'feed')!.payload);
    expect(closed).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('Cannot query field "name"'),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', reason: 'SUPERGRAPH_CHANGED' },
      }),
    ]);
    yard.setPulse({ count: 2, version: 2 });
    await eventually(() => pulses().length === 2);
    expect(yard.subscriptions().open).toBe(1);
    expect(socket.closes).toEqual([]);
  });

  it('a broken one is refused, and so is one that needs a subgraph that is not there; the one before keeps serving', async () => {
    await follow();
    expect(gateway.gateway.adopt('type Query { broken: ')).toBe(false);
    expect(gateway.gateway.adopt(composeSmall({ ...yard.subgraphs, more: { sdl: 'type Query { more: Int }', resolvers: {} } }))).toBe(
      false,
    );
    yard.setPulse({ count: 2, version: 2 });
    await eventually(() => pulses().length === 2);
    expect((await gateway.post('{ total }')).body).toEqual({ data: { total: 2 } });
  });
});
