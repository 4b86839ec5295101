import type { Suite } from '../case.ts';

type Thing = { __typename: string; id: string; title?: string; opens?: string; price?: number; of?: { __typename: string; id: string } };

const things: Record<string, Thing> = {
  s1: { __typename: 'Shop', id: 's1', title: 'Yard', opens: '9:00' },
  e1: { __typename: 'Fair', id: 'e1', title: 'Spring', of: { __typename: 'Shop', id: 's1' } },
  e2: { __typename: 'Fair', id: 'e2', title: 'Autumn', of: { __typename: 'Prize', id: 'p1' } },
  p1: { __typename: 'Prize', id: 'p1', price: 300 },
};
const typeOf = (id: string): { __typename: string; id: string } | null => {
  const thing = things[id];
  return thing ? { __typename: thing.__typename, id } : null;
};
const byId = (_: unknown, { id }: { id: string }) => typeOf(id);

/** Objects of any type by their id: the interface in all subgraphs, its types in some, interfaces of interfaces. */
export const nodeInterfaces: Suite = {
  name: 'node(id:)',
  subgraphs: {
    index: {
      sdl: `
        type Query { node(id: ID!): Node @shareable nodes(ids: [ID!]!): [Node]! }
        interface Node { id: ID! }
        type Shop implements Node @key(fields: "id", resolvable: false) { id: ID! }
        type Fair implements Node @key(fields: "id", resolvable: false) { id: ID! }
        type Prize implements Node @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: { Query: { node: byId, nodes: (_: unknown, { ids }: { ids: string[] }) => ids.map(typeOf) } },
    },
    shops: {
      sdl: `
        type Query { node(id: ID!): Node @shareable shops: [Titled!]! }
        interface Node { id: ID! }
        interface Titled implements Node { id: ID! title: String! }
        type Shop implements Node & Titled @key(fields: "id") { id: ID! title: String! opens: String }
        type Fair implements Node & Titled @key(fields: "id") { id: ID! title: String! @external rank: Int @requires(fields: "title") }
        type Prize implements Node @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: {
        Query: { node: byId, shops: () => [typeOf('s1'), typeOf('e1')] },
        Shop: {
          __resolveReference: ({ id }: Thing) => things[id] ?? null,
          title: ({ id }: Thing) => things[id]!.title,
          opens: ({ id }: Thing) => things[id]!.opens,
        },
        Fair: { rank: ({ title }: Thing) => title!.length },
      },
    },
    fairs: {
      sdl: `
        type Query { fair: Fair }
        interface Node { id: ID! }
        interface Titled implements Node { id: ID! title: String! }
        type Fair implements Node & Titled @key(fields: "id") { id: ID! title: String! of: Node linked: [Node!]! }
        type Shop implements Node @key(fields: "id", resolvable: false) { id: ID! }
        type Prize implements Node @key(fields: "id") { id: ID! price: Int }
      `,
      resolvers: {
        Query: { fair: () => things.e1 },
        Fair: {
          __resolveReference: ({ id }: Thing) => things[id] ?? null,
          linked: ({ id }: Thing) => (id === 'e1' ? [things.e2, things.s1] : [things.p1, things.e1]),
        },
        Prize: { price: ({ id }: Thing) => things[id]?.price ?? null },
      },
    },
  },
  cases: [
    {
      title: 'an object is completed by its own subgraph',
      query:
        '{ a: node(id: "s1") { id ... on Shop { title opens } } b: node(id: "p1") { __typename ... on Prize { price } } c: node(id: "e1") { ... on Fair { title } } }',
      data: { a: { id: 's1', title: 'Yard', opens: '9:00' }, b: { __typename: 'Prize', price: 300 }, c: { title: 'Spring' } },
    },
    {
      title: 'all types at once, in a list with an id that nobody knows',
      query:
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Shop { opens } ... on Fair { title rank } ... on Prize { price } } }',
      variables: { ids: ['e2', 'zz', 's1', 'p1', 'e2'] },
      data: {
        nodes: [
          { __typename: 'Fair', id: 'e2', title: 'Autumn', rank: 6 },
          null,
          { __typename: 'Shop', id: 's1', opens: '9:00' },
          { __typename: 'Prize', id: 'p1', price: 300 },
          { __typename: 'Fair', id: 'e2', title: 'Autumn', rank: 6 },
        ],
      },
    },
    {
      title: 'an interface of the interface chooses some types',
      query: '{ nodes(ids: ["p1", "e1", "s1"]) { ... on Titled { name: title ... on Fair { rank } } ... on Prize { cost: price } } }',
      data: { nodes: [{ cost: 300 }, { name: 'Spring', rank: 6 }, { name: 'Yard' }] },
    },
    {
      title: 'from the narrower interface to the wider and back',
      query: '{ shops { ... on Node { id ... on Titled { title ... on Shop { opens } } ... on Fair { rank } } } }',
      data: {
        shops: [
          { id: 's1', title: 'Yard', opens: '9:00' },
          { id: 'e1', title: 'Spring', rank: 6 },
        ],
      },
    },
    {
      title: 'objects that hold objects of any type',
      query:
        '{ fair { of { __typename ... on Shop { title } } linked { id ... on Titled { title } ... on Fair { of { ... on Prize { price } ... on Shop { opens } } } } } }',
      data: {
        fair: {
          of: { __typename: 'Shop', title: 'Yard' },
          linked: [
            { id: 'e2', title: 'Autumn', of: { price: 300 } },
            { id: 's1', title: 'Yard' },
          ],
        },
      },
    },
    {
      title: 'only the type, or only the id',
      query:
        '{ a: node(id: "p1") { kind: __typename } b: node(id: "s1") { id } c: node(id: "zz") { id __typename ... on Shop { title } } }',
      data: { a: { kind: 'Prize' }, b: { id: 's1' }, c: null },
    },
    {
      title: 'a fragment on another type asks nobody',
      query: '{ node(id: "s1") { ... on Prize { price } ... on Fair { title rank linked { id } } } }',
      data: { node: {} },
    },
    {
      title: 'in named fragments of each type, with a condition',
      query: `query ($all: Boolean!) { nodes(ids: ["s1", "e1"]) { ...shop ...fair @include(if: $all) ...any @skip(if: $all) } }
        fragment shop on Shop { title ...any } fragment fair on Fair { rank of { ...any } } fragment any on Node { id __typename }`,
      variables: { all: true },
      data: {
        nodes: [
          { title: 'Yard', id: 's1', __typename: 'Shop' },
          { rank: 6, of: { id: 's1', __typename: 'Shop' } },
        ],
      },
    },
  ],
};
