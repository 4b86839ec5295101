import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { subgraphNames } from '#schema/services.ts';
import { ONCE } from '../limits.ts';
import { loadSupergraph, type Supergraph } from '../supergraph.ts';
import { composeSmall, LIVE } from './small-graph.ts';

describe('The committed supergraph', () => {
  let supergraph: Supergraph;
  beforeAll(async () => {
    supergraph = loadSupergraph(await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
  });

  it('is made of the six subgraphs', () => {
    expect(supergraph.subgraphs.map(({ name }) => name).sort()).toEqual([...subgraphNames].sort());
  });

  it('has every mutation that the gateway lets stand only once in a request', () => {
    expect(Object.keys(supergraph.schema.getMutationType()!.getFields())).toEqual(expect.arrayContaining([...ONCE]));
  });

  it('says of every subscription whether it is a live value or a feed', () => {
    const kinds = Object.fromEntries([...supergraph.subscriptionFields].map(([name, { kind }]) => [name, kind]));
    expect(Object.keys(kinds).sort()).toEqual(Object.keys(supergraph.schema.getSubscriptionType()!.getFields()).sort());
    expect(kinds).toMatchObject({
      eventDashboard: 'live',
      userDashboard: 'live',
      recommendationJob: 'live',
      imageJob: 'live',
      distribution: 'live',
      participantRegistered: 'feed',
    });
    expect(supergraph.subscriptionFields.get('eventPulse')).toEqual({ kind: 'live', version: 'version', public: true });
  });
});

describe('A supergraph whose directive names what is not there, or is of no use there', () => {
  it.each([
    ['pulse: Pulse! @live(version: "revision")', 'no field "revision"'],
    ['pulse: Pulse! @feed', 'no argument "after"'],
    ['pulse(after: String): Pulse! @feed', 'no field "cursor"'],
    ['pulse(after: Int): Pulse! @feed(cursor: "version")', '"after" must be a String or an ID'],
    ['pulse(after: [ID!]): Pulse! @feed(cursor: "version")', '"after" must be a String or an ID'],
    ['pulse(after: String): Pulse! @feed(cursor: "version")', '"version" must be a String or an ID'],
  ])('is refused: %s', (field, reason) => {
    const sdl = composeSmall({ one: { sdl: `${LIVE} type Query { x: Int } type Pulse { version: Int! } type Subscription { ${field} }` } });
    expect(() => loadSupergraph(sdl)).toThrow(reason);
  });
});
