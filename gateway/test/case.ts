import type { GraphQLFormattedError } from 'graphql';

/** One subgraph of a small supergraph: SDL without its `@link`s, and resolvers. */
export type SmallSubgraph = {
  sdl: string;
  resolvers?: object;
  /** Its SDL has no `@link`, as before federation 2. */
  isFederationOne?: boolean;
};

/** A question to a small supergraph, with the answer worked out by hand. */
export type Case = {
  /** A sentence: what the answer shows. */
  title: string;
  query: string;
  variables?: Record<string, unknown>;
  data: unknown;
  /** Each member matches an error of the answer, in any order; none by default. */
  errors?: Partial<GraphQLFormattedError>[];
};

export type Suite = { name: string; subgraphs: Record<string, SmallSubgraph>; cases: Case[] };
