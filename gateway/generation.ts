import { GraphQLError, NoSchemaIntrospectionCustomRule, specifiedRules, type ValidationRule, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Limits, limitRules } from './limits.ts';
import type { Operation } from './operations.ts';
import { knownOperationTypes } from './plan/known-operation-types.ts';
import { operationOf } from './plan/operation-of.ts';
import { type PlannedOperation, planOperation } from './plan/plan-operation.ts';
import { createDocumentReader, type DocumentReader } from './plan/read-document.ts';
import { conditionsKey, conditionsOf } from './plan/settle-conditions.ts';
import { createTextLru } from './plan/text-lru.ts';
import { createAccess } from './protection/access.ts';
import type { PolicyCheck } from './protection/decide.ts';
import { pageSizeRule } from './protection/page-size.ts';
import { type TrustedDocuments, trustedOnly } from './protection/trusted-documents.ts';
import type { Supergraph } from './supergraph.ts';
import type { OperationMetrics, OperationTimings } from './telemetry/operation-metrics.ts';

/** A plan as it is remembered, with what its answers are counted in. */
export type Plan = { planned: PlannedOperation; planKey: string; timings: OperationTimings };

/** One generation of the supergraph with what is remembered under it: documents and plans. */
export type Generation = {
  supergraph: Supergraph;
  read: DocumentReader;
  /**
   * Plans an operation for its caller, or finds the plan; equal keys are the same plan. Throws a GraphQLError for what cannot be planned.
   */
  plan(operation: Operation): Plan;
  /** Plans an operation of an older generation; or tells why it is no longer valid. Throws like `plan`. */
  planAnew(operation: Operation): PlannedOperation | readonly GraphQLError[];
};

export type GenerationOptions = {
  introspection: boolean;
  limits: Limits;
  policies?: PolicyCheck;
  /** When given, all other documents are refused. */
  trusted?: TrustedDocuments;
};

/** Bounds of the documents of all plans that are remembered; a plan weighs many times as much. */
const REMEMBERED = { characters: 1_000_000, entries: 2_000 };

/** The rules beside GraphQL's own. */
export const operationRules = ({ introspection, trusted, limits }: GenerationOptions): readonly ValidationRule[] => [
  ...(trusted ? [trustedOnly(trusted)] : []),
  ...limitRules(limits),
  pageSizeRule,
  knownOperationTypes,
  ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
];

/** Begins a generation, with nothing remembered; `measures` then counts its plans from none. */
export const createGeneration = (supergraph: Supergraph, options: GenerationOptions, measures: OperationMetrics): Generation => {
  const plans = createTextLru<Plan>(REMEMBERED);
  const invalidities = new LRUCache<string, readonly GraphQLError[]>({ max: REMEMBERED.entries });
  measures.plans.entries = 0;
  const access = createAccess(supergraph, options.policies);
  const plan: Generation['plan'] = (operation) => {
    const { document, hash, operationName } = operation;
    const name = operationOf(document, operationName).name?.value ?? '';
    const decisions = access(operation);
    const conditions = conditionsOf(document, operationName, operation.variables);
    const planKey = `${hash}:${name}:${decisions.key}:${conditionsKey(conditions)}`;
    const known = plans.get(planKey);
    if (known) {
      measures.plans.hits++;
      return known;
    }
    measures.plans.misses++;
    const planned = planOperation(supergraph, document, operationName, decisions, conditions);
    const made = { planned, planKey, timings: measures.timingsOf(planned.definition) };
    plans.set(planKey, made, document.loc?.end ?? 0);
    measures.plans.entries = plans.size;
    return made;
  };
  return {
    supergraph,
    plan,
    read: createDocumentReader(supergraph.schema, operationRules(options), options.limits.tokens, { hideSchema: !options.introspection }),
    planAnew: (operation) => {
      const { document, hash } = operation;
      const errors =
        invalidities.get(hash) ?? validate(supergraph.schema, document, [...specifiedRules, knownOperationTypes]).map(noLongerValid);
      invalidities.set(hash, errors);
      return errors.length > 0 ? errors : plan(operation).planned;
    },
  };
};

/** A new error: graphql-js has one of its own that all documents share. */
const noLongerValid = ({ message, nodes, extensions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { ...extensions, code: 'GRAPHQL_VALIDATION_FAILED', reason: 'SUPERGRAPH_CHANGED' } });
