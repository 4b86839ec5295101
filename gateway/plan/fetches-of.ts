import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner';

/** All fetches of a plan. */
export const fetchesOf = (node: PlanNode | SubscriptionNode): FetchNode[] =>
  node.kind === 'Fetch' ? [node] : childrenOf(node).flatMap(fetchesOf);

/** The nodes right below one, in the order of the plan. `@defer` is not planned here, so it has none. */
export const childrenOf = (node: Exclude<PlanNode | SubscriptionNode, FetchNode>): readonly (PlanNode | SubscriptionNode)[] => {
  const present = (nodes: readonly (PlanNode | undefined)[]): PlanNode[] => nodes.filter((each) => each !== undefined);
  switch (node.kind) {
    case 'Subscription':
      return present([node.primary, node.rest]);
    case 'Sequence':
    case 'Parallel':
      return node.nodes;
    case 'Flatten':
      return [node.node];
    case 'Condition':
      return present([node.ifClause, node.elseClause]);
    case 'Defer':
      return [];
  }
};
