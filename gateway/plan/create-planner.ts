import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { answeredKeys } from './answered-keys.ts';
import { completeContexts } from './complete-contexts.ts';
import { contextsFirst } from './contexts-first.ts';
import { keepExternalFields } from './external-fields-stay.ts';
import { keepInterfaceObjectFragments } from './fragments-of-interface-objects.ts';
import { graphNames } from './join-directives.ts';
import { mergeUnrelatedFetchesOnly } from './merge-unrelated-fetches.ts';
import { nameInterfaceObjects } from './names-of-interface-objects.ts';
import type { NarrowerTypes } from './narrower-types.ts';
import { drawOverrides, overrideLabelsOf } from './override-labels.ts';
import { withoutProvidedInterfaceObjects } from './provided-interface-objects.ts';
import { nameRequiredArguments } from './required-arguments.ts';
import { resolvableKeysFirst } from './resolvable-keys-first.ts';
import { restoreRequired } from './restore-required.ts';
import { splitInterfaceObjects } from './split-interface-objects.ts';
import { inSubgraphTerms } from './subgraph-terms.ts';
import { PLANS, refuseTooManyWays, WAYS } from './too-many-ways.ts';
import { compileWholeRepresentations } from './whole-representations.ts';

/** What is executed here beyond what stock executes; it refuses a supergraph with `@context`. */
const supportedFeatures = new Set([...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, 'https://specs.apollo.dev/context/v0.1']);

/** A supergraph as the planner knows it, which is taught first what it lacks. Throws for what is no valid supergraph. */
export const buildFederated = (document: DocumentNode): Supergraph => {
  keepExternalFields();
  mergeUnrelatedFetchesOnly();
  nameInterfaceObjects();
  return Supergraph.build(resolvableKeysFirst(answeredKeys(document)), { supportedFeatures });
};

export type PlannerOptions = {
  /** All types, and not only those that clients see. */
  whole: GraphQLSchema;
  isOfType: (runtimeType: string, typeCondition: string) => boolean;
  interfaceObjects: ReadonlySet<string>;
  narrower: NarrowerTypes;
};

/**
 * Makes what plans the operations of a supergraph: Apollo's planner, what it is given to plan by, and what its plans are mended by.
 *
 * @returns a function that throws a GraphQLError for what cannot be planned
 */
export const createPlanner = (
  federated: Supergraph,
  document: DocumentNode,
  { whole, isOfType, interfaceObjects, narrower }: PlannerOptions,
): ((document: DocumentNode, operationName?: string) => QueryPlan) => {
  const required = nameRequiredArguments(withoutProvidedInterfaceObjects(completeContexts(document)));
  const planned = required.supergraph !== document ? plannedBy(federated, required.supergraph) : federated;
  const schema = planned.apiSchema();
  keepInterfaceObjectFragments(schema, interfaceObjects);
  const mended = compileWholeRepresentations(document, isOfType);
  const split = splitInterfaceObjects(document, interfaceObjects, required);
  const restored = restoreRequired(required);
  const names = graphNames(document.definitions);
  const inTerms = inSubgraphTerms({
    schema: whole,
    readSchema: (name) => federated.subgraphs().get(name)!.schema.toGraphQLJSSchema(),
    narrower: new Set([...narrower.objects].map((graph) => names.get(graph) ?? graph)),
  });
  const labels = overrideLabelsOf(document);
  const planner = new QueryPlanner(planned, { debug: { pathsLimit: WAYS, maxEvaluatedPlans: PLANS } });
  return (asked, operationName) => {
    const operation = operationFromDocument(schema, asked, { operationName, validate: false });
    const plan = refuseTooManyWays(() => planner.buildQueryPlan(operation, { overrideConditions: drawOverrides(labels) }));
    return inTerms(restored(contextsFirst(split(mended(plan)))));
  };
};

/** The original is validated, to its subgraphs; in what is planned by, external fields are left that nobody requires any more. */
const plannedBy = (original: Supergraph, supergraph: DocumentNode): Supergraph => {
  original.subgraphs();
  return Supergraph.build(resolvableKeysFirst(answeredKeys(supergraph)), { supportedFeatures, validateSupergraph: false });
};
