import { createSubgraph } from '#kit/subgraph.ts';
import { subgraphs } from './graph.ts';

/** The bench's subgraphs as Madang runs its own: each question is worked out by its resolvers. */
export const workingSubgraphs = () =>
  Object.fromEntries(
    Object.entries(subgraphs).map(([name, { typeDefs, resolvers }]) => [
      name,
      createSubgraph({
        name,
        typeDefs,
        resolvers,
        contextFor: async (headers) => () => ({ headers }),
        formatError: ({ message, path, extensions }) => ({ message, path, extensions }),
      }),
    ]),
  );
