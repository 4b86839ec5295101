import type { Suite } from '../case.ts';

type Key = { id: string };
const machines = [
  { __typename: 'Oven', id: 'o1' },
  { __typename: 'Mixer', id: 'm1' },
];

/** Unions and interfaces of which each subgraph knows other members; what all may give is what all know. */
export const unionsInParts: Suite = {
  name: 'Unions and interfaces in parts',
  subgraphs: {
    kitchen: {
      sdl: `
        type Query { machines: [Machine!]! item: Item @shareable box: Box @shareable devices: [Device!]! }
        union Machine = Oven | Mixer
        union Item = Oven | Towel
        interface Device { id: ID! }
        interface Hot { id: ID! degrees: Int }
        type Oven implements Device & Hot @key(fields: "id") { id: ID! degrees: Int }
        type Mixer implements Device @key(fields: "id") { id: ID! }
        type Towel { colour: String! }
        type Box @shareable { item: Item content: Machine spare: [Item!]! }
      `,
      resolvers: {
        Query: {
          machines: () => machines,
          item: () => machines[0],
          box: () => ({ item: machines[0], content: machines[1], spare: [machines[0]] }),
          devices: () => machines,
        },
        Oven: { __resolveReference: ({ id }: Key) => ({ id }), degrees: () => 250 },
        Mixer: { __resolveReference: ({ id }: Key) => ({ id }) },
      },
    },
    service: {
      sdl: `
        type Query { broken: [Machine!]! item: Item @shareable box: Box @shareable }
        union Machine = Mixer | Oven | Drill
        union Item = Oven | Lamp
        interface Device { id: ID! warranty: Int }
        type Oven implements Device @key(fields: "id") { id: ID! warranty: Int }
        type Mixer implements Device @key(fields: "id") { id: ID! warranty: Int }
        type Drill implements Device @key(fields: "id") { id: ID! warranty: Int power: Int }
        type Lamp { watts: Int! }
        type Box @shareable { item: Item content: Machine spare: [Item!]! label: String }
      `,
      resolvers: {
        Query: {
          broken: () => [...machines, { __typename: 'Drill', id: 'd1', power: 800 }],
          item: () => machines[0],
          box: () => ({ item: machines[0], content: machines[1], spare: [machines[0]], label: 'box' }),
        },
        Oven: { warranty: () => 24 },
        Mixer: { warranty: () => 12 },
        Drill: { warranty: () => 36 },
      },
    },
    lights: {
      sdl: `
        type Query { drills: [Drill!]! }
        type Drill @key(fields: "id") { id: ID! bits: [String!]! partner: Machine }
        union Machine = Mixer
        type Mixer @key(fields: "id") { id: ID! speed: Int }
      `,
      resolvers: {
        Query: { drills: () => [{ id: 'd1' }] },
        Drill: { bits: ({ id }: Key) => [`bit of ${id}`], partner: () => ({ __typename: 'Mixer', id: 'm1' }) },
        Mixer: { speed: ({ id }: Key) => Number(id.slice(1)) * 1000 },
      },
    },
  },
  cases: [
    {
      title: 'members that one subgraph has alone may be asked of all',
      query: '{ machines { __typename ... on Drill { power bits } ... on Oven { degrees } ... on Mixer { speed warranty } } }',
      data: {
        machines: [
          { __typename: 'Oven', degrees: 250 },
          { __typename: 'Mixer', speed: 1000, warranty: 12 },
        ],
      },
    },
    {
      title: 'from the one that has most',
      query:
        '{ broken { ... on Oven { id degrees } ... on Mixer { speed } ... on Drill { power bits partner { ... on Mixer { warranty } ... on Oven { id } } } } }',
      data: {
        broken: [{ id: 'o1', degrees: 250 }, { speed: 1000 }, { power: 800, bits: ['bit of d1'], partner: { warranty: 12 } }],
      },
    },
    {
      title: 'a shared field gives what all know, whichever members are asked for',
      query: '{ item { __typename ... on Lamp { watts } ... on Towel { colour } ... on Oven { id degrees warranty } } }',
      data: { item: { __typename: 'Oven', id: 'o1', degrees: 250, warranty: 24 } },
    },
    {
      title: 'only members that one of them does not know',
      query: '{ a: item { ... on Lamp { watts } } b: item { ... on Towel { colour } } }',
      data: { a: {}, b: {} },
    },
    {
      title: 'below a shared object, in lists, beside what one has alone',
      query:
        '{ box { label item { ... on Oven { degrees } ... on Lamp { watts } } content { __typename ... on Drill { id } } spare { ... on Oven { warranty } } } }',
      data: { box: { label: 'box', item: { degrees: 250 }, content: { __typename: 'Mixer' }, spare: [{ warranty: 24 }] } },
    },
    {
      title: 'an interface whose field another subgraph has for all',
      query: '{ devices { id warranty ... on Hot { degrees } ... on Mixer { speed } } }',
      data: {
        devices: [
          { id: 'o1', warranty: 24, degrees: 250 },
          { id: 'm1', warranty: 12, speed: 1000 },
        ],
      },
    },
    {
      title: 'an interface as a fragment on a union, and back',
      query:
        '{ broken { ... on Device { id warranty ... on Machine { __typename ... on Hot { degrees } } } } drills { partner { ... on Device { warranty } } } }',
      data: {
        broken: [
          { id: 'o1', warranty: 24, __typename: 'Oven', degrees: 250 },
          { id: 'm1', warranty: 12, __typename: 'Mixer' },
          { id: 'd1', warranty: 36, __typename: 'Drill' },
        ],
        drills: [{ partner: { warranty: 12 } }],
      },
    },
    {
      title: 'fields of one alias from other subgraphs by type',
      query: '{ broken { ... on Oven { x: degrees } ... on Mixer { x: speed } ... on Drill { x: power } } }',
      data: { broken: [{ x: 250 }, { x: 1000 }, { x: 800 }] },
    },
  ],
};
