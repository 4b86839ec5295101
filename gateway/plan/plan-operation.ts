import type { QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { compilePlan } from '../execute/compile-plan.ts';
import { compileIntrospection, type Introspect } from '../execute/introspect.ts';
import type { Step } from '../execute/run.ts';
import { compileShape, type Shape } from '../execute/shape.ts';
import type { Supergraph } from '../supergraph.ts';
import { type CompiledSubscription, compileSubscription } from './compile-subscription.ts';
import { followable } from './followable.ts';
import { type InternalKeys, withInternalKeys } from './internal-keys.ts';

/** An operation that can run: its plan and its answer's shape as functions. */
export type PlannedOperation = {
  schema: GraphQLSchema;
  /** The client's own. */
  definition: OperationDefinitionNode;
  /** The whole plan of a query or mutation; of a subscription what runs for each event after its primary fetch. */
  run: Step;
  shape: Shape;
  /** The client's response key for one that was asked for at subgraphs. */
  clientKey: InternalKeys['clientKey'];
  introspect: Introspect;
  subscription: CompiledSubscription | null;
};

/**
 * Plans and compiles one operation of a valid document.
 *
 * @throws GraphQLError when the document has no such operation, or the planner refuses it
 */
export const planOperation = (supergraph: Supergraph, document: DocumentNode, operationName?: string | null): PlannedOperation => {
  const definition = getOperationAST(document, operationName);
  if (!definition) throw unknownOperation(operationName);
  const { document: internal, keyOf, clientKey } = withInternalKeys(supergraph.schema, document);
  const client = {
    schema: supergraph.schema,
    definition,
    clientKey,
    shape: compileShape(supergraph.schema, document, definition, keyOf),
    introspect: compileIntrospection(supergraph.schema, document, definition),
  };
  const name = definition.name?.value;
  if (definition.operation !== OperationTypeNode.SUBSCRIPTION) {
    return { ...client, run: compilePlan(queryNode(supergraph.plan(internal, name)), supergraph), subscription: null };
  }
  const followed = followable(supergraph, internal, getOperationAST(internal, operationName)!);
  const node = supergraph.plan(followed.document, name).node;
  if (node?.kind !== 'Subscription') throw new GraphQLError('The subscription could not be planned.');
  return { ...client, run: compilePlan(node.rest, supergraph), subscription: compileSubscription(node.primary, followed, supergraph) };
};

const queryNode = ({ node }: QueryPlan) => {
  if (node?.kind === 'Subscription') throw new GraphQLError('A query was planned as a subscription.');
  return node;
};

const unknownOperation = (operationName?: string | null): GraphQLError =>
  new GraphQLError(
    operationName ? `Unknown operation named "${operationName}".` : 'Must provide operation name if query contains multiple operations.',
    {
      extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
    },
  );
