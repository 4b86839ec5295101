import type { Suite } from '../case.ts';

/** A field that is an interface in one subgraph and its own object type in another, which goes on below itself. */
export const narrowerChains: Suite = {
  name: 'Fields narrowed to an object type, below each other',
  subgraphs: {
    wide: {
      sdl: `
        type Query { pets: [Pet] }
        interface Pet { name: String mate: Pet }
        type Dog implements Pet @key(fields: "name") { name: String mate: Pet @shareable bark: Int }
        type Cat implements Pet @key(fields: "name") { name: String mate: Pet }
      `,
      resolvers: { Dog: { bark: () => 1 } },
    },
    narrow: {
      sdl: `
        type Query { dogs: [[Dog]] }
        type Dog @key(fields: "name") { name: String mate: Dog @shareable mates: [Dog] tail: Int }
      `,
      resolvers: {
        Query: { dogs: () => [[{ name: 'Rex' }, null]] },
        Dog: {
          mate: ({ name }: { name: string }) => ({ name: `${name}ine` }),
          mates: () => [{ name: 'Y' }],
          tail: ({ name }: { name: string }) => name.length,
        },
      },
    },
  },
  cases: [
    {
      title: 'within one subgraph',
      query: '{ dogs { mate { ... on Dog { tail mate { name ... on Dog { tail } } } } } }',
      data: { dogs: [[{ mate: { tail: 6, mate: { name: 'Rexineine', tail: 9 } } }, null]] },
    },
    {
      title: 'with a field of the other subgraph between',
      query: '{ dogs { mate { name ... on Dog { bark mates { bark mate { ... on Dog { tail } } } } } } }',
      data: { dogs: [[{ mate: { name: 'Rexine', bark: 1, mates: [{ bark: 1, mate: { tail: 4 } }] } }, null]] },
    },
  ],
};
