import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { collectFields } from '../execute/collect-fields.ts';
import { compilePlan } from '../execute/compile-plan.ts';
import { compileIntrospection, type Introspect } from '../execute/introspect.ts';
import type { Step } from '../execute/run.ts';
import { compileShape, NOWHERE, type Shape } from '../execute/shape.ts';
import { compileWriter, type WriteAnswer } from '../execute/write-answer.ts';
import { authoriseDocument, isUnauthorised, withoutUnauthorised } from '../protection/authorise-document.ts';
import type { Cost } from '../protection/cost.ts';
import { type Decisions, unrestricted } from '../protection/decide.ts';
import { compileCost } from '../protection/estimate-cost.ts';
import { type PageVariables, pageVariables } from '../protection/page-size.ts';
import { compileRefusals, type Refusals } from '../protection/refusals.ts';
import type { Supergraph } from '../supergraph.ts';
import { answeredBy } from './answered.ts';
import { fragmentsOf } from './ast-nodes.ts';
import { type CompiledSubscription, compileSubscription } from './compile-subscription.ts';
import { followable } from './followable.ts';
import { type InternalKeys, withInternalKeys } from './internal-keys.ts';
import { planInTurn } from './mutations-in-turn.ts';
import { operationOf } from './operation-of.ts';
import { withOwnVariables } from './own-variables.ts';
import { type Conditions, noConditions, settleConditions } from './settle-conditions.ts';
import { simplifyFragments } from './simplify-fragments.ts';
import { isTooManyWays } from './too-many-ways.ts';

/** Fields of an operation that is planned by its types. */
const MOST_SPLIT = 2_000;

/** An operation that can run: its plan and its answer's shape as functions. */
export type PlannedOperation = {
  schema: GraphQLSchema;
  /** The client's own. */
  definition: OperationDefinitionNode;
  /** The whole plan of a query or mutation; of a subscription what runs for each event after its primary fetch. */
  run: Step;
  shape: Shape;
  /** Writes an answer without errors as JSON. */
  write: WriteAnswer;
  /** The client's response key for one that was asked for at subgraphs. */
  clientKey: InternalKeys['clientKey'];
  introspect: Introspect;
  subscription: CompiledSubscription | null;
  /** The errors that name what the caller may not see; undefined when all is allowed. */
  refusals?: Refusals;
  /** A subscription whose one field the caller may not see. */
  isRefused: boolean;
  /** By `@cost` and `@listSize`, estimated from the operation's coerced variables. */
  cost: Cost;
  /** The variables that say how long a page is. */
  pages: PageVariables;
};

/**
 * Plans and compiles one operation of a valid document, without what the caller may not see and what its conditions leave out.
 *
 * @throws GraphQLError when the document has no such operation, or the planner refuses it
 */
export const planOperation = (
  supergraph: Supergraph,
  asked: DocumentNode,
  operationName?: string | null,
  decisions: Decisions = unrestricted,
  conditions: Conditions = noConditions,
): PlannedOperation => {
  const { schema } = supergraph;
  const isRestricted = decisions !== unrestricted;
  const whole = isRestricted ? authoriseDocument({ schema, rules: supergraph.access, isMet: decisions.isMet }, asked) : asked;
  const document = settleConditions(whole, conditions);
  const [wholeDefinition, definition] = [operationOf(whole, operationName), operationOf(document, operationName)];
  const { document: keyed, keyOf, clientKey } = withInternalKeys(document, supergraph);
  const allowed = isRestricted ? withoutUnauthorised(keyed) : keyed;
  const internal = simplifyFragments(supergraph, allowed, operationOf(allowed, operationName));
  const refusals = isRestricted ? compileRefusals({ schema, document, keyOf }, definition, decisions.authenticated) : undefined;
  const client = {
    schema,
    definition,
    clientKey,
    introspect: compileIntrospection(schema, document, definition),
    refusals,
    isRefused: false,
    cost: compileCost(schema, supergraph.costs, whole, wholeDefinition),
    pages: pageVariables(schema, whole, wholeDefinition),
  };
  const name = definition.name?.value;
  const ownKeyOf = (field: FieldNode): string => (isUnauthorised(field) ? NOWHERE : keyOf(field));
  const answering = (node: PlanNode | SubscriptionNode | undefined) => {
    const answer = { schema, document, operation: definition, keyOf: ownKeyOf, answered: answeredBy(node) };
    return { shape: compileShape(answer), write: compileWriter(answer) };
  };
  const planOf = <Plan>(plan: (document: DocumentNode) => Plan): Plan =>
    planOtherwise(plan, internal, supergraph, (splitting) =>
      simplifyFragments(supergraph, allowed, operationOf(allowed, operationName), splitting),
    );
  if (definition.operation !== OperationTypeNode.SUBSCRIPTION) {
    const node = planOf((simplified) => queryNode(planInTurn(supergraph.plan, withOwnVariables(simplified), name)));
    if (!node && !isRestricted) refuseUnanswerable(schema, document, definition);
    return { ...client, ...answering(node), run: compilePlan(node, supergraph), subscription: null };
  }
  if (refusals?.().some(({ path }) => path?.length === 1))
    return { ...client, ...answering(undefined), run: async () => {}, subscription: null, isRefused: true };
  const { followed, node } = planOf((simplified) => {
    const followed = followable(supergraph, simplified, operationOf(simplified, operationName));
    return { followed, node: supergraph.plan(withOwnVariables(followed.document), name).node };
  });
  if (node?.kind !== 'Subscription') throw new GraphQLError('The subscription could not be planned.');
  const subscription = compileSubscription(node.primary, followed, supergraph);
  return { ...client, ...answering(node), run: compilePlan(node.rest, supergraph, node.primary), subscription };
};

/** An assertion of @apollo/query-graphs 2.14: a field of an interface that a subgraph knows as a narrower one. */
const OF_NARROWER = /requested on .*, but .* is not an implementation/;

/**
 * What has too many ways is planned by its types, unless that is too large, too; so is what stands below a
 * field of a narrower interface, where the planner breaks off.
 */
const planOtherwise = <Plan>(
  plan: (document: DocumentNode) => Plan,
  document: DocumentNode,
  { narrowerFields }: Supergraph,
  split: (splitting: Parameters<typeof simplifyFragments>[3]) => DocumentNode,
): Plan => {
  try {
    return plan(document);
  } catch (error) {
    if (isTooManyWays(error)) return plan(split({ mostByTypes: MOST_SPLIT }));
    if (narrowerFields.size > 0 && OF_NARROWER.test((error as Error).message)) return plan(split({ splitsNarrower: true }));
    throw error;
  }
};

/** Throws when a plan is empty although the operation asks for data: no subgraph can answer any of it. */
const refuseUnanswerable = (schema: GraphQLSchema, document: DocumentNode, definition: OperationDefinitionNode): void => {
  const type = schema.getRootType(definition.operation)!;
  const groups = collectFields(schema, fragmentsOf(document), type, [definition.selectionSet]);
  if ([...groups.values()].every(([node]) => node!.name.value.startsWith('__'))) return;
  throw new GraphQLError('No subgraph can answer this operation.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
};

const queryNode = ({ node }: QueryPlan) => {
  if (node?.kind === 'Subscription') throw new GraphQLError('A query was planned as a subscription.');
  return node;
};
