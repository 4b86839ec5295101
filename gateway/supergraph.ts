import type { QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType, parse } from 'graphql';
import { allContexts, type ContextTypes } from './plan/context-types.ts';
import { buildFederated, createPlanner } from './plan/create-planner.ts';
import { interfaceObjectsOf, type Referrals, readReferrals } from './plan/interface-objects.ts';
import { readNarrowerTypes } from './plan/narrower-types.ts';
import { labelledFieldsOf } from './plan/override-labels.ts';
import { type AccessRules, readAccessRules } from './protection/access-rules.ts';
import { type CostModel, readCostModel } from './protection/cost-model.ts';
import { readSubscriptionFields, type SubscriptionField } from './subscription-fields.ts';

/** Everything that is derived from one text of the supergraph. */
export type Supergraph = {
  sdl: string;
  /** What clients may ask (the API schema). */
  schema: GraphQLSchema;
  subgraphs: readonly { name: string; url: string }[];
  /** What each field of the subscription type is: live value, feed or unmarked (spec §3). */
  subscriptionFields: ReadonlyMap<string, SubscriptionField>;
  /**
   * Decides whether an object of the runtime type belongs to a type condition, by the whole supergraph and not only by what clients see.
   */
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

/**
 * Reads a composed supergraph's SDL.
 *
 * @throws Error when the SDL is no valid supergraph, or when a `@live` or `@feed` names a field or argument that is not there
 */
export const loadSupergraph = (sdl: string): Supergraph => {
  const access = readAccessRules(sdl);
  const document = parse(access.sdl);
  const federated = buildFederated(document);
  const schema = federated.apiSchema().toGraphQLJSSchema();
  const whole = federated.schema.toGraphQLJSSchema();
  const questions = typeQuestions(whole);
  const interfaceObjects = interfaceObjectsOf(document);
  const narrower = readNarrowerTypes(document);
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
    plan: createPlanner(federated, document, { whole, isOfType: questions.isOfType, interfaceObjects, narrower }),
  };
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
