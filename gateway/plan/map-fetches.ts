import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';

/** A plan with each fetch replaced by one or, side by side, several. What a subscription begins with is replaced by the first. */
export const mapFetches = (plan: QueryPlan, change: (node: FetchNode) => readonly FetchNode[]): QueryPlan => {
  const map = (node: PlanNode): PlanNode => {
    switch (node.kind) {
      case 'Fetch': {
        const nodes = change(node);
        return nodes.length === 1 ? nodes[0]! : { kind: 'Parallel', nodes: [...nodes] };
      }
      case 'Flatten':
        return { ...node, node: map(node.node) };
      case 'Condition':
        return { ...node, ifClause: node.ifClause && map(node.ifClause), elseClause: node.elseClause && map(node.elseClause) };
      case 'Defer':
        return node;
      default:
        return { ...node, nodes: node.nodes.map(map) };
    }
  };
  const { node } = plan;
  if (node?.kind !== 'Subscription') return { ...plan, node: node && map(node) };
  return { ...plan, node: { ...node, primary: change(node.primary)[0]!, rest: node.rest && map(node.rest) } };
};
