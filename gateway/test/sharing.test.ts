import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { counting } from './counting.ts';
import { runSmall } from './small-graph.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let yard: Yard;
let events: ReturnType<typeof counting>;
let counts: ReturnType<typeof counting>;
let gateway: TestGateway;
let version = 100;

beforeAll(async () => {
  yard = createYard();
  const small = runSmall(yard.subgraphs);
  [events, counts] = [counting(small.events!), counting(small.counts!)];
  gateway = await startGateway({ subgraphs: yard.subgraphs, sources: { events, counts } });
});
afterAll(() => gateway.close());
beforeEach(() => eventually(() => yard.subscriptions().open === 0));

const change = (count: number): void => yard.setPulse({ count, version: ++version });
const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });
const lasts = (lives: readonly { results: unknown[] }[]) => lives.map(({ results }) => results.at(-1));
const stopAll = (lives: readonly { stop: () => void }[]): void => {
  for (const live of lives) live.stop();
};

describe('What is public', () => {
  const PULSE = 'subscription ($id: ID!) { publicPulse(id: $id) { count viewer event { title owner } } }';
  const answer = (count: number) => ({ data: { publicPulse: { count, viewer: null, event: { title: 'Event 7', owner: null } } } });

  it('has one upstream and one execution for a change, whoever and however many follow, over every transport', async () => {
    change(1);
    const [one, two] = [await gateway.session(), await gateway.session()];
    const sockets = Array.from({ length: 20 }, (_, index) => gateway.socket(index % 2 ? bearer(index % 4 === 1 ? one : two) : {}));
    const before = { ...counts.counts, executions: events.counts.executions };
    const lives = [
      ...sockets.map(({ client }) => collect(client, PULSE, { id: '7' })),
      collect(gateway.sse(one.token), PULSE, { id: '7' }),
      collect(gateway.sse(), PULSE, { id: 7 }),
    ];
    await eventually(() => lives.every(({ results }) => results.length === 1));
    expect(counts.counts.subscriptions - before.subscriptions).toBe(1);
    change(2);
    await eventually(() => lives.every(({ results }) => results.length === 2));
    expect(lasts(lives)).toEqual(lives.map(() => answer(2)));
    expect(events.counts.executions - before.executions).toBe(2);
    expect(counts.counts.subscriptions - before.subscriptions).toBe(1);
    stopAll(lives);
  });

  it('gives a late comer the present state at once, and never an older one', async () => {
    change(1);
    const first = collect(gateway.socket().client, PULSE, { id: '7' });
    await eventually(() => first.results.length === 1);
    change(2);
    await eventually(() => first.results.length === 2);
    const asked = counts.counts.subscriptions;
    const late = collect(gateway.socket().client, PULSE, { id: '7' });
    await eventually(() => late.results.length === 1);
    change(3);
    await eventually(() => late.results.length === 2);
    expect(late.results).toEqual([answer(2), answer(3)]);
    expect(counts.counts.subscriptions).toBe(asked);
    stopAll([first, late]);
  });

  it('ends upstream with its last subscriber only', async () => {
    const lives = [1, 2].map(() => collect(gateway.socket().client, PULSE, { id: '7' }));
    await eventually(() => lives.every(({ results }) => results.length === 1));
    lives[0]!.stop();
    change(5);
    await eventually(() => lives[1]!.results.length === 2);
    expect(yard.subscriptions().open).toBe(1);
    lives[1]!.stop();
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('is shared only when the variables are the same, defaults and all', async () => {
    const query = (name: string) =>
      `subscription ($${name}: ID! = "1", $n: Boolean = false) { publicPulse(id: $${name}) { count note @include(if: $n) } }`;
    const before = counts.counts.subscriptions;
    const { client } = gateway.socket();
    const alike = [{}, { id: '1' }, { id: 1 }, { id: '1', n: false, unknown: 'x' }].map((variables) =>
      collect(client, query('id'), variables),
    );
    await eventually(() => alike.every(({ results }) => results.length === 1));
    expect(counts.counts.subscriptions - before).toBe(1);
    const others = [{ id: '2' }, { id: '1', n: true }].map((variables) => collect(client, query('id'), variables));
    const odd = [{ ['__proto__']: '1' }, { ['__proto__']: '2' }].map((variables) => collect(client, query('__proto__'), variables));
    await eventually(() => [...others, ...odd].every(({ results }) => results.length === 1));
    expect(counts.counts.subscriptions - before).toBe(5);
    stopAll([...alike, ...others, ...odd]);
  });
});

describe('What is personal', () => {
  const MINE = 'subscription Mine { mine { count viewer event { owner } } }';
  const viewers = (live: { results: unknown[] }) =>
    live.results.map((result) => (result as { data: { mine: { viewer: string } } }).data.mine.viewer);

  it('is shared by one person’s devices, and by nobody else', async () => {
    change(1);
    const [ann, bob] = [await gateway.session(), await gateway.session()];
    const annAgain = await gateway.session({ userId: ann.userId });
    const before = counts.counts.subscriptions;
    const lives = [ann, annAgain, bob, bob, ann].map((session) => collect(gateway.socket(bearer(session)).client, MINE));
    await eventually(() => lives.every(({ results }) => results.length === 1));
    change(2);
    await eventually(() => lives.every(({ results }) => results.length === 2));
    expect(counts.counts.subscriptions - before).toBe(2);
    expect(lives.map(viewers)).toEqual([ann, ann, bob, bob, ann].map(({ userId }) => [userId, userId]));
    stopAll(lives);
  });

  it('goes on for the other devices when the one that began it logs out', async () => {
    change(1);
    const phone = await gateway.session();
    const laptop = await gateway.session({ userId: phone.userId });
    const onPhone = collect(gateway.socket(bearer(phone)).client, MINE);
    await eventually(() => onPhone.results.length === 1);
    const onLaptop = collect(gateway.socket(bearer(laptop)).client, MINE);
    await eventually(() => onLaptop.results.length === 1);
    await gateway.revoke(phone.sessionId);
    await eventually(() => onPhone.failure !== undefined);
    change(2);
    await eventually(() => onLaptop.results.length === 2);
    expect(onLaptop.results[1]).toEqual({ data: { mine: { count: 2, viewer: phone.userId, event: { owner: 'known' } } } });
    expect(onPhone.results).toHaveLength(1);
    onLaptop.stop();
  });

  it('is asked for in the name of the device whose token lasts longest', async () => {
    const short = await gateway.session({ expiresIn: '2s' });
    const long = await gateway.session({ userId: short.userId });
    const lives = [short, long].map((session) => collect(gateway.socket(bearer(session)).client, MINE));
    await eventually(() => lives.every(({ results }) => results.length === 1));
    await eventually(() => Date.now() / 1_000 > JSON.parse(atob(short.token.split('.')[1]!)).exp + 0.1);
    change(9);
    await eventually(() => lives.every(({ results }) => results.length >= 2));
    expect(lasts(lives)).toEqual(lives.map(() => ({ data: { mine: { count: 9, viewer: long.userId, event: { owner: 'known' } } } })));
    stopAll(lives);
  });

  it('is never shared with or among people who are not known', async () => {
    const query = 'subscription { pulse(id: "7") { count viewer } }';
    const ann = await gateway.session();
    const before = counts.counts.subscriptions;
    const bad = { authorization: 'Bearer nonsense' };
    const lives = [{}, {}, bad, bearer(ann)].map((params) => collect(gateway.socket(params).client, query));
    await eventually(() => lives.every(({ results }) => results.length === 1));
    expect(counts.counts.subscriptions - before).toBe(4);
    expect(lasts(lives)).toEqual([null, null, null, ann.userId].map((viewer) => ({ data: { pulse: { count: 9, viewer } } })));
    stopAll(lives);
  });

  it('is answered in each one’s language', async () => {
    const ann = await gateway.session();
    const before = counts.counts.subscriptions;
    const streams = Array.from({ length: 3 }, () => new AbortController());
    for (const [index, language] of ['ko', 'en', 'ko'].entries()) {
      void fetch(`${gateway.url}/graphql?query=${encodeURIComponent(MINE)}`, {
        headers: { accept: 'text/event-stream', 'accept-language': language, ...bearer(ann) },
        signal: streams[index]!.signal,
      }).catch(() => {});
    }
    await eventually(() => counts.counts.subscriptions - before === 2);
    for (const stream of streams) stream.abort();
  });
});

describe('A feed', () => {
  const FEED = 'subscription ($after: String) { entered(after: $after) { name cursor viewer } }';
  const names = (live: { results: unknown[] }): string[] =>
    live.results.map((result) => (result as { data: { entered: { name: string } } }).data.entered.name);

  it('is shared from now on, and resumed out of what is remembered: no gap, no repeat, no other upstream', async () => {
    const ann = await gateway.session();
    const socket = () => gateway.socket(bearer(ann)).client;
    const first = collect(socket(), FEED);
    await eventually(() => yard.subscriptions().open === 1);
    for (const name of ['a', 'b', 'c']) yard.enter(name);
    await eventually(() => first.results.length === 3);
    const asked = counts.counts.subscriptions;
    const fromNow = collect(socket(), FEED);
    const resumed = collect(socket(), FEED, { after: '1' });
    await eventually(() => resumed.results.length === 2);
    yard.enter('d');
    await eventually(() => [first, fromNow, resumed].every((live) => names(live).at(-1) === 'd'));
    expect([first, fromNow, resumed].map(names)).toEqual([['a', 'b', 'c', 'd'], ['d'], ['b', 'c', 'd']]);
    expect(counts.counts.subscriptions).toBe(asked);
    stopAll([first, fromNow, resumed]);
  });

  it('has its own upstream for who was where no running feed remembers', async () => {
    const ann = await gateway.session();
    const socket = () => gateway.socket(bearer(ann)).client;
    const first = collect(socket(), FEED);
    await eventually(() => yard.subscriptions().open === 1);
    const resumed = [collect(socket(), FEED, { after: '2' }), collect(socket(), FEED, { after: '2' })];
    await eventually(() => resumed.every(({ results }) => results.length === 2));
    expect(yard.subscriptions().open).toBe(2);
    yard.enter('e');
    await eventually(() => [first, ...resumed].every((live) => names(live).at(-1) === 'e'));
    expect([first, ...resumed].map(names)).toEqual([['e'], ['c', 'd', 'e'], ['c', 'd', 'e']]);
    stopAll([first, ...resumed]);
  });

  it('never shows one person’s items to another', async () => {
    const [ann, bob] = [await gateway.session(), await gateway.session()];
    const lives = [ann, bob].map((session) => collect(gateway.socket(bearer(session)).client, FEED, { after: '4' }));
    await eventually(() => lives.every(({ results }) => results.length === 1));
    expect(lives.map(({ results }) => (results[0] as { data: { entered: { viewer: string } } }).data.entered.viewer)).toEqual([
      ann.userId,
      bob.userId,
    ]);
    stopAll(lives);
  });
});
