import type { Suite } from '../case.ts';

const TYPES = Array.from({ length: 20 }, (_, index) => `T${index}`);
const nodes = (ofInterface: string, ofEach: (type: string) => string): string =>
  `interface Node { id: ID! ${ofInterface} } ${TYPES.map((type) => `type ${type} implements Node @key(fields: "id") { id: ID! ${ofEach(type)} }`).join(' ')}`;
const named = (name: (id: string) => string, field: string) => ({
  sdl: nodes('name: String', (type) => `name: String @shareable ${type.toLowerCase()}${field}: Int`),
  resolvers: Object.fromEntries(
    TYPES.map((type) => [type, { name: ({ id }: { id: string }) => name(id), [`${type.toLowerCase()}${field}`]: () => 1 }]),
  ),
});
const boss: Record<string, string> = { e0: 'e1', e1: 'e2', e2: 'e0' };
const typeOf = (id: string): string => id.toUpperCase();

/** What can be had in so many ways that the planner would compare millions of them: it is planned by its types. */
export const manyWays: Suite = {
  name: 'Many ways to a field of an interface',
  subgraphs: {
    list: {
      sdl: `${nodes('', () => '')} type Query { nodes: [Node!]! first: Person } ${['E0', 'E1', 'E2'].map((type) => `type ${type} implements Person @key(fields: "id") { id: ID! age: Int }`).join(' ')} interface Person @key(fields: "id") { id: ID! age: Int }`,
      resolvers: {
        Query: {
          nodes: () => TYPES.map((type) => ({ __typename: type, id: type.toLowerCase() })),
          first: () => ({ __typename: 'E0', id: 'e0' }),
        },
        Person: {
          __resolveReference: ({ id }: { id: string }) => ({ __typename: typeOf(id), id }),
          __resolveType: ({ id }: { id: string }) => typeOf(id),
        },
        ...Object.fromEntries(['E0', 'E1', 'E2'].map((type) => [type, { age: ({ id }: { id: string }) => 20 + Number(id.slice(1)) }])),
      },
    },
    one: named((id) => `name of ${id}`, 'one'),
    two: named((id) => `name of ${id}`, 'two'),
    three: named((id) => `name of ${id}`, 'three'),
    friends: {
      sdl: `
        type Person @key(fields: "id") @interfaceObject { id: ID! age: Int @external friends: [Person!]! @requires(fields: "age") }
        type Query { me: Person }
      `,
      resolvers: {
        Query: { me: () => ({ id: 'e0' }) },
        Person: { friends: ({ age }: { age: number }) => ['e0', 'e1', 'e2'].filter((id) => id !== `e${age - 20}`).map((id) => ({ id })) },
      },
    },
    work: {
      sdl: 'type Person @key(fields: "id") @interfaceObject { id: ID! boss: Person badge: Int }',
      resolvers: {
        Person: { boss: ({ id }: { id: string }) => ({ id: boss[id] }), badge: ({ id }: { id: string }) => Number(id.slice(1)) + 1 },
      },
    },
  },
  cases: [
    {
      title: 'of twenty types that three subgraphs have',
      query: '{ nodes { __typename id name } }',
      data: { nodes: TYPES.map((type) => ({ __typename: type, id: type.toLowerCase(), name: `name of ${type.toLowerCase()}` })) },
    },
    {
      title: 'of interface objects of two subgraphs, with a requirement, four levels deep',
      query: '{ me { friends { boss { friends { badge } } } } }',
      data: {
        me: {
          friends: [{ boss: { friends: [{ badge: 1 }, { badge: 2 }] } }, { boss: { friends: [{ badge: 2 }, { badge: 3 }] } }],
        },
      },
    },
    {
      title: 'under aliases and a type’s name',
      query: '{ me { who: __typename f: friends { is: __typename b: boss { friends { __typename badge ... on E2 { age } } } } } }',
      data: {
        me: {
          who: 'E0',
          f: [
            {
              is: 'E1',
              b: {
                friends: [
                  { __typename: 'E0', badge: 1 },
                  { __typename: 'E1', badge: 2 },
                ],
              },
            },
            {
              is: 'E2',
              b: {
                friends: [
                  { __typename: 'E1', badge: 2 },
                  { __typename: 'E2', badge: 3, age: 22 },
                ],
              },
            },
          ],
        },
      },
    },
  ],
};
