import type { Subgraph, SubgraphRequest } from '#kit/subgraph.ts';

/** A data source that counts what it is asked. */
export const counting = (subgraph: Subgraph): Subgraph & { counts: { executions: number; subscriptions: number } } => {
  const counts = { executions: 0, subscriptions: 0 };
  return {
    ...subgraph,
    counts,
    execute: (request) => {
      counts.executions++;
      return subgraph.execute(request);
    },
    subscribe: (request) => {
      counts.subscriptions++;
      return subgraph.subscribe(request);
    },
  };
};

/** A data source whose questions are noted. */
export const noting = (subgraph: Subgraph, note: (request: SubgraphRequest) => void): Subgraph => ({
  ...subgraph,
  execute: (request) => {
    note(request);
    return subgraph.execute(request);
  },
});
