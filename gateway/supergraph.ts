import {
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph as FederatedSupergraph,
  operationFromDocument,
} from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType, parse } from 'graphql';
import { completeContexts } from './plan/complete-contexts.ts';
import { allContexts, type ContextTypes } from './plan/context-types.ts';
import { contextsFirst } from './plan/contexts-first.ts';
import { keepExternalFields } from './plan/external-fields-stay.ts';
import { keepInterfaceObjectFragments } from './plan/fragments-of-interface-objects.ts';
import { interfaceObjectsOf, type Referrals, readReferrals } from './plan/interface-objects.ts';
import { graphNames } from './plan/join-directives.ts';
import { mergeUnrelatedFetchesOnly } from './plan/merge-unrelated-fetches.ts';
import { nameInterfaceObjects } from './plan/names-of-interface-objects.ts';
import { readNarrowerTypes } from './plan/narrower-types.ts';
import { drawOverrides, labelledFieldsOf, overrideLabelsOf } from './plan/override-labels.ts';
import { withoutProvidedInterfaceObjects } from './plan/provided-interface-objects.ts';
import { nameRequiredArguments } from './plan/required-arguments.ts';
import { resolvableKeysFirst } from './plan/resolvable-keys-first.ts';
import { restoreRequired } from './plan/restore-required.ts';
import { splitInterfaceObjects } from './plan/split-interface-objects.ts';
import { inSubgraphTerms } from './plan/subgraph-terms.ts';
import { PLANS, refuseTooManyWays, WAYS } from './plan/too-many-ways.ts';
import { compileWholeRepresentations } from './plan/whole-representations.ts';
import { type AccessRules, readAccessRules } from './protection/access-rules.ts';
import { type CostModel, readCostModel } from './protection/cost-model.ts';
import { readSubscriptionFields, type SubscriptionField } from './subscription-fields.ts';

/** One generation of the supergraph: everything that is derived from one text of it. */
export type Supergraph = {
  sdl: string;
  /** What clients may ask (the API schema). */
  schema: GraphQLSchema;
  subgraphs: readonly { name: string; url: string }[];
  /** What each field of the subscription type is: live value, feed or unmarked (spec §3). */
  subscriptionFields: ReadonlyMap<string, SubscriptionField>;
  /** Decides whether an object of the runtime type belongs to a type condition, by the whole supergraph and not only by what clients see. */
  isOfType: (runtimeType: string, typeCondition: string) => boolean;
  /** An interface may stand in `__typename` only until the subgraph that knows the object type has answered (`@interfaceObject`). */
  isInterface: (typeName: string) => boolean;
  /** Interfaces that are an `@interfaceObject` in some subgraph. */
  interfaceObjects: ReadonlySet<string>;
  /** Subgraphs that only refer to interfaces (`@interfaceObject` without a resolvable key). */
  referrals: Referrals;
  /** Fields of object types with a label of `@override`, as `Type.field`. */
  labelledFields: ReadonlySet<string>;
  /** The contexts that types set (`@context`), themselves or by an interface or union they belong to. */
  contexts: ContextTypes;
  /** The names of fields that take arguments on any type, by the whole supergraph. */
  fieldsWithArguments: ReadonlySet<string>;
  /** The names of all fields. */
  fieldNames: ReadonlySet<string>;
  /** Fields that some subgraph has with a narrower interface or union, as `Type.field`. */
  narrowerFields: ReadonlySet<string>;
  /** Plans a valid operation. Throws a GraphQLError for what cannot be planned. */
  plan: (document: DocumentNode, operationName?: string) => QueryPlan;
  /** `@authenticated`, `@requiresScopes` and `@policy`. */
  access: AccessRules;
  /** `@cost` and `@listSize`. */
  costs: CostModel;
};

/** What is executed here beyond what stock executes; it refuses a supergraph with `@context`. */
const supportedFeatures = new Set([...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, 'https://specs.apollo.dev/context/v0.1']);

/**
 * Builds a generation from a composed supergraph's SDL.
 *
 * @throws Error when the SDL is no valid supergraph, or when a `@live` or `@feed` names a field or argument that is not there
 */
export const loadSupergraph = (sdl: string): Supergraph => {
  keepExternalFields();
  mergeUnrelatedFetchesOnly();
  nameInterfaceObjects();
  const access = readAccessRules(sdl);
  const document = parse(access.sdl);
  const federated = FederatedSupergraph.build(resolvableKeysFirst(document), { supportedFeatures });
  const whole = federated.schema.toGraphQLJSSchema();
  const questions = typeQuestions(whole);
  const mended = compileWholeRepresentations(document, questions.isOfType);
  const schema = federated.apiSchema().toGraphQLJSSchema();
  const completed = withoutProvidedInterfaceObjects(completeContexts(document));
  const required = nameRequiredArguments(completed);
  const planned = required.supergraph !== document ? plannedBy(federated, required.supergraph) : federated;
  const restored = restoreRequired(required);
  const interfaceObjects = interfaceObjectsOf(document);
  const split = splitInterfaceObjects(document, interfaceObjects, required);
  const plannedSchema = planned.apiSchema();
  keepInterfaceObjectFragments(plannedSchema, interfaceObjects);
  const narrower = readNarrowerTypes(document);
  const names = graphNames(document.definitions);
  const inTerms = inSubgraphTerms({
    schema: whole,
    readSchema: (name) => federated.subgraphs().get(name)!.schema.toGraphQLJSSchema(),
    narrower: new Set([...narrower.objects].map((graph) => names.get(graph) ?? graph)),
  });
  const labels = overrideLabelsOf(document);
  const planner = new QueryPlanner(planned, { debug: { pathsLimit: WAYS, maxEvaluatedPlans: PLANS } });
  return {
    sdl,
    schema,
    subgraphs: federated.subgraphsMetadata(),
    subscriptionFields: readSubscriptionFields(federated.schema, schema),
    ...questions,
    interfaceObjects,
    referrals: readReferrals(document),
    labelledFields: labelledFieldsOf(document),
    contexts: allContexts(document),
    access: access.rules,
    costs: readCostModel(sdl),
    narrowerFields: narrower.abstract,
    plan: (document, operationName) => {
      const operation = operationFromDocument(plannedSchema, document, { operationName, validate: false });
      const plan = refuseTooManyWays(() => planner.buildQueryPlan(operation, { overrideConditions: drawOverrides(labels) }));
      return inTerms(restored(contextsFirst(split(mended(plan)))));
    },
  };
};

/** The original is validated, to its subgraphs; in what is planned by, external fields are left that nobody requires any more. */
const plannedBy = (original: FederatedSupergraph, supergraph: DocumentNode): FederatedSupergraph => {
  original.subgraphs();
  return FederatedSupergraph.build(resolvableKeysFirst(supergraph), { supportedFeatures, validateSupergraph: false });
};

const typeQuestions = (whole: GraphQLSchema): Pick<Supergraph, 'isOfType' | 'isInterface' | 'fieldsWithArguments' | 'fieldNames'> => {
  const types = Object.values(whole.getTypeMap());
  const fields = types.flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []));
  return {
    fieldsWithArguments: new Set(fields.filter(({ args }) => args.length > 0).map(({ name }) => name)),
    fieldNames: new Set(fields.map(({ name }) => name)),
    isInterface: (typeName) => isInterfaceType(whole.getType(typeName)),
    isOfType: (runtimeType, typeCondition) => {
      if (runtimeType === typeCondition) return true;
      const type = whole.getType(runtimeType);
      const condition = whole.getType(typeCondition);
      if (!type || !condition || !isAbstractType(condition)) return false;
      return 'getInterfaces' in type && whole.isSubType(condition, type);
    },
  };
};
