import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type FieldNode, Kind, OperationTypeNode, type SelectionNode } from 'graphql';
import { responseKey } from './ast-nodes.ts';
import { operationOf } from './operation-of.ts';

/**
 * Plans an operation; of several mutations each is completed, in all subgraphs, before the next begins
 * (GraphQL §6.2.2). The planner asks for neighbours of one subgraph in one fetch, and completes them together.
 *
 * @param document with no fragment around a root field
 */
export const planInTurn = (
  plan: (document: DocumentNode, name?: string) => QueryPlan,
  document: DocumentNode,
  name?: string,
): QueryPlan => {
  const whole = plan(document, name);
  const operation = operationOf(document, name);
  if (operation.operation !== OperationTypeNode.MUTATION || !whole.node || whole.node.kind === 'Fetch') return whole;
  const turns = byResponseKey(operation.selectionSet.selections);
  if (turns.length < 2) return whole;
  const nodes = turns.flatMap((selections): PlanNode[] => {
    const turn = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
    const { node } = plan({ ...document, definitions: document.definitions.map((each) => (each === operation ? turn : each)) }, name);
    return node && node.kind !== 'Subscription' ? [node] : [];
  });
  return { ...whole, node: { kind: 'Sequence', nodes } };
};

/** The type's name is nobody's turn. */
const byResponseKey = (selections: readonly SelectionNode[]): SelectionNode[][] => {
  const fields = selections.filter((each): each is FieldNode => each.kind === Kind.FIELD && each.name.value !== '__typename');
  return [...Map.groupBy(fields, responseKey).values()];
};
