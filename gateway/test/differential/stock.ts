import { ApolloGateway } from '@apollo/gateway';
import { type ExecutionResult, parse } from 'graphql';
import type { Subgraph } from '#kit/subgraph.ts';

/** Runs operations by stock `@apollo/gateway` over subgraphs in process. */
export type Stock = { execute(query: string, variables: Record<string, unknown>): Promise<ExecutionResult>; close(): Promise<void> };

export type StartStock = (supergraphSdl: string, subgraphs: () => Readonly<Record<string, Subgraph>>) => Promise<Stock>;

export const startStock: StartStock = async (supergraphSdl, subgraphs) => {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    buildService: ({ name }) => ({
      process: async ({ request }) => {
        const subgraph = subgraphs()[name];
        if (!subgraph) throw new Error(`There is no subgraph ${name}.`);
        // The gateway's own types of requests and results are those of graphql-js, made loose.
        return (await subgraph.execute({ query: request.query!, variables: request.variables, headers: {} })) as never;
      },
    }),
  });
  const { executor } = await gateway.load({ apollo: {} as never });
  return {
    // Of a request the executor reads the document, its hash, the variables and metrics.
    execute: async (query, variables) =>
      executor!({
        document: parse(query),
        queryHash: query,
        request: { query, variables },
        metrics: {},
        context: {},
      } as never) as Promise<ExecutionResult>,
    close: () => gateway.stop(),
  };
};
