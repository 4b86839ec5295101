import { describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { answeredKeys } from './answered-keys.ts';

const sdl = composeSmall({
  people: { sdl: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! name: String! }' },
  chats: {
    sdl: 'type Person @key(fields: "id") { id: ID! chats: [Chat!]! } type Chat @key(fields: "place { no }") { place: Place! by: Person! } type Place { no: Int! }',
  },
});

/** A field that these subgraphs have in turn, where the second has it as external. */
const marked = (field: string): string =>
  sdl.replace(`  ${field}\n`, `  ${field} @join__field(graph: PEOPLE) @join__field(graph: CHATS, external: true)\n`);

describe('A field of a key that is marked as external', () => {
  it('is answered where it is the key', () => {
    const supergraph = marked('id: ID!');
    expect(supergraph).not.toBe(sdl);
    const plan = loadSupergraph(supergraph).plan(parse('{ me { id chats { by { id name } } } }'));
    expect(JSON.stringify(plan)).toMatch(/"serviceName":"people".*"serviceName":"chats".*"serviceName":"people"/);
  });

  it.each([
    ['another key of its type', 'type Org @key(fields: "id") @key(fields: "code") { id: ID! code: String! @external }'],
    [
      'a key of its type',
      'type User @key(fields: "id org { code }") { id: ID! org: Org! } type Org @key(fields: "id") { id: ID! code: String! @external }',
    ],
  ])('is not where the subgraph knows %s that is not', (_what, types) => {
    const supergraph = loadSupergraph(
      composeSmall({
        first: { sdl: `type Query { org: Org } ${types}` },
        second: { sdl: 'type Org @key(fields: "id") @key(fields: "code") { id: ID! code: String! }' },
      }),
    );
    expect(JSON.stringify(supergraph.plan(parse('{ org { code } }')))).toMatch(/"serviceName":"first".*"serviceName":"second"/);
  });

  it('is so below another field of the key, and stays external elsewhere', () => {
    const type = 'type Person @join__type(graph: CHATS, key: "place { no }") { place: Place }';
    const mendedOf = (place: string): string => print(answeredKeys(parse(`${type} type Place { no: Int ${place} }`)));
    expect(mendedOf('@join__field(graph: CHATS, external: true)')).toContain('no: Int @join__field(graph: CHATS)\n');
    expect(mendedOf('@join__field(graph: PEOPLE, external: true)')).toContain('no: Int @join__field(graph: PEOPLE, external: true)\n');
  });
});
