import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { type Answered, answeredBy } from './answered.ts';

/** Response keys from the root of the answer. */
type Place = readonly string[];

/**
 * Makes fetches wait for what brings their contexts (federation, `@fromContext`). The planner lets them wait only where the value comes
 * from the fetch that also brings the object (`computeGroupsForTree` in @apollo/query-planner 2.14); a value of another subgraph it
 * fetches beside them. Parallel parts that need one another are then a sequence; what comes before the need stays parallel.
 */
export const contextsFirst = (plan: QueryPlan): QueryPlan => {
  if (!plan.node) return plan;
  if (plan.node.kind !== 'Subscription') return { ...plan, node: order(plan.node) };
  return { ...plan, node: { ...plan.node, rest: plan.node.rest && order(plan.node.rest) } };
};

const order = (node: PlanNode): PlanNode => {
  if (contextPlaces(node).length === 0) return node;
  if (node.kind === 'Parallel') return orderParallel(node.nodes.map(order));
  return node.kind === 'Sequence' ? { ...node, nodes: node.nodes.map(order) } : node;
};

const orderParallel = (nodes: readonly PlanNode[]): PlanNode => {
  const brings = nodes.map(answeredBy);
  const needs = nodes.map((node, index) => contextPlaces(node).filter((place) => isOthers(brings, index, place)));
  const heads = nodes.flatMap((node, index) => (needs[index]!.length === 0 ? [node] : headOf(node, needs[index]!)));
  if (heads.length === 0 || needs.every(({ length }) => length === 0)) return parallel(nodes);
  const tails = nodes.flatMap((node, index) => (needs[index]!.length === 0 ? [] : [tailOf(node, needs[index]!)]));
  return { kind: 'Sequence', nodes: [parallel(heads), orderParallel(tails)] };
};

const parallel = (nodes: readonly PlanNode[]): PlanNode => (nodes.length === 1 ? nodes[0]! : { kind: 'Parallel', nodes: [...nodes] });

/** Whether only other parts bring it. */
const isOthers = (brings: readonly Answered[], own: number, place: Place): boolean =>
  !has(brings[own]!, place) && brings.some((answered) => has(answered, place));

/** What of a sequence can go ahead of a need. */
const headOf = (node: PlanNode, needs: readonly Place[]): PlanNode[] => {
  const end = firstInNeed(node, needs);
  return node.kind === 'Sequence' && end > 0 ? [sequence(node.nodes.slice(0, end))] : [];
};

const tailOf = (node: PlanNode, needs: readonly Place[]): PlanNode => {
  const end = firstInNeed(node, needs);
  return node.kind === 'Sequence' && end > 0 ? sequence(node.nodes.slice(end)) : node;
};

const sequence = (nodes: PlanNode[]): PlanNode => (nodes.length === 1 ? nodes[0]! : { kind: 'Sequence', nodes });

const firstInNeed = (node: PlanNode, needs: readonly Place[]): number =>
  node.kind === 'Sequence'
    ? node.nodes.findIndex((each) => contextPlaces(each).some((place) => needs.some((need) => need.join() === place.join())))
    : 0;

const has = (answered: Answered, [key, ...rest]: Place): boolean => {
  if (key === undefined) return true;
  const below = answered.get(key);
  return below !== undefined && has(below, rest);
};

/** Where the values stand that the fetches of a plan take from contexts. */
const contextPlaces = (node: PlanNode, at: Place = []): Place[] => {
  switch (node.kind) {
    case 'Fetch':
      return placesOf(node, at);
    case 'Flatten':
      return contextPlaces(node.node, [...at, ...node.path.map((element) => String(element).split('|[')[0]!).filter(isKey)]);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => contextPlaces(each, at));
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((clause) => (clause ? contextPlaces(clause, at) : []));
    case 'Defer':
      return [];
  }
};

const placesOf = ({ contextRewrites = [] }: FetchNode, at: Place): Place[] =>
  contextRewrites.map(({ path }) => {
    const levels = path.filter((element) => element === '..').length;
    return [...at.slice(0, at.length - levels), ...path.slice(levels).filter(isKey)];
  });

const isKey = (element: string): boolean => element !== '@' && element !== '' && !element.startsWith('... on ');
