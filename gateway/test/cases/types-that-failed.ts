import type { Suite } from '../case.ts';

const find = async ({ id }: { id: string }) => {
  if (id === 'bad') throw new Error('the directory failed');
  return { __typename: 'Bot', id, version: 1 };
};

/** The type of an `@interfaceObject` could not be fetched: one error says so, that of the subgraph. */
export const typesThatFailed: Suite = {
  name: 'Types that could not be fetched',
  subgraphs: {
    directory: {
      sdl: `
        type Query { bot: Bot }
        interface Actor @key(fields: "id") { id: ID! }
        type Bot implements Actor @key(fields: "id") { id: ID! version: Int }
      `,
      resolvers: { Actor: { __resolveReference: find }, Bot: { __resolveReference: find } },
    },
    docs: {
      sdl: `
        type Query { docs: [Doc] }
        type Doc @key(fields: "id") { id: ID! by: Actor }
        type Actor @key(fields: "id") @interfaceObject { id: ID! stars: Int }
      `,
      resolvers: {
        Query: {
          docs: () => [
            { id: '1', by: { id: 'bad' } },
            { id: '2', by: { id: 'b' } },
          ],
        },
        Actor: { stars: () => 5 },
      },
    },
  },
  cases: [
    {
      title: 'the name of the type',
      query: '{ docs { by { __typename } } }',
      data: { docs: [{ by: null }, { by: { __typename: 'Bot' } }] },
      errors: [{ message: 'the directory failed', path: ['docs', 0, 'by'] }],
    },
    {
      title: 'what depends on the type',
      query: '{ docs { by { stars ... on Bot { version } } } }',
      data: { docs: [{ by: null }, { by: { stars: 5, version: 1 } }] },
      errors: [{ message: 'the directory failed', path: ['docs', 0, 'by'] }],
    },
  ],
};
