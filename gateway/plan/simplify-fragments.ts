import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Fragments, fragmentsOf, onType, TYPENAME } from './ast-nodes.ts';
import type { ContextTypes } from './context-types.ts';
import type { Graph, Referrals } from './interface-objects.ts';
import { tooManyWays } from './too-many-ways.ts';

export type Simplifying = {
  schema: GraphQLSchema;
  /** Interfaces that are an `@interfaceObject` in some subgraph. */
  interfaceObjects: ReadonlySet<string>;
  /** Subgraphs that only refer to interfaces. */
  referrals: Referrals;
  /** Fields of object types with a label of `@override`, as `Type.field`. */
  labelledFields: ReadonlySet<string>;
  /** The contexts that types set, themselves or by what they belong to. */
  contexts: ContextTypes;
  /** Fields that some subgraph has with a narrower interface or union, as `Type.field`. */
  narrowerFields: ReadonlySet<string>;
};

type All = Simplifying & {
  isByTypes: boolean;
  splitsNarrower: boolean;
  left: { fields: number };
  fragments: Fragments;
};

/** No subgraph is asked for the schema (execute/introspect.ts). */
const INTROSPECTION = new Set(['__schema', '__type']);

/** Where a selection stands. */
type Place = {
  /** The type it is written for. */
  type: GraphQLCompositeType;
  /** The object types that can occur there. */
  possible: ReadonlySet<GraphQLObjectType>;
  /** The subgraphs that may answer the field above. */
  graphs: ReadonlySet<Graph>;
  /** Whether the field above is of a narrower interface in some subgraph, and such are asked by types. */
  isNarrower?: boolean;
};

/** Labels and contexts multiply what is asked by the types, too. */
const MOST_FIELDS = 10_000;

/**
 * An operation that asks for the same with fragments only where they choose between types. The planner breaks off ("We should have an edge
 * …") for fragments that cannot apply, or are of a union or another interface, where a subgraph answers an `@interfaceObject`; and of a
 * field on an interface it does not see the labels that move it on the types, nor the contexts that these set. An object of which nothing
 * is asked is asked for its type, so that it is known whether it is there.
 *
 * @param mostByTypes when given, each field of an interface is asked of each of its types, of which the
 * planner then compares the ways one by one and not all combinations
 * @param splitsNarrower so are the fields of an interface where the field above is of a narrower one in some
 * subgraph: there the planner breaks off at some of them
 * @throws `tooManyWays` beyond so many fields, or 10,000
 */
export const simplifyFragments = (
  simplifying: Simplifying,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { mostByTypes, splitsNarrower = false }: { mostByTypes?: number; splitsNarrower?: boolean } = {},
): DocumentNode => {
  const fragments = fragmentsOf(document);
  const { schema } = simplifying;
  const root: Place = placeOf(schema, schema.getRootType(operation.operation)!);
  const simplified = {
    ...operation,
    selectionSet: simplifySet(
      { ...simplifying, isByTypes: mostByTypes !== undefined, splitsNarrower, left: { fields: mostByTypes ?? MOST_FIELDS }, fragments },
      operation.selectionSet,
      root,
    ),
  };
  return { ...document, definitions: [simplified] };
};

const placeOf = (schema: GraphQLSchema, type: GraphQLCompositeType, graphs: Place['graphs'] = new Set()): Place => ({
  type,
  possible: new Set(isAbstractType(type) ? schema.getPossibleTypes(type) : [type]),
  graphs,
});

const simplifySet = (all: All, set: SelectionSetNode, place: Place): SelectionSetNode => {
  const selections = set.selections.flatMap((selection) => simplify(all, selection, place));
  return { ...set, selections: selections.length > 0 ? selections : simplify(all, TYPENAME, place) };
};

const simplify = (all: All, selection: SelectionNode, place: Place): SelectionNode[] => {
  if (selection.kind === Kind.FIELD) {
    if (INTROSPECTION.has(selection.name.value)) return [];
    if (all.left.fields-- <= 0) throw tooManyWays();
    if (selection.name.value === '__typename' && !(place.isNarrower && isInterfaceType(place.type)))
      return [selection, ...typenamesBelow(all, place)];
    return isLabelled(all, selection, place) || setsContext(all, selection, place) || isAskedByTypes(all, place)
      ? byType(all, selection, place)
      : [simplifyField(all, selection, place)];
  }
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? all.fragments.get(selection.name.value) : selection;
  if (!fragment) return [];
  const condition = all.schema.getType(fragment.typeCondition?.name.value ?? place.type.name);
  return isCompositeType(condition) ? narrow(all, fragment.selectionSet, condition, place) : [];
};

const isLabelled = ({ labelledFields }: All, { name }: FieldNode, { type, possible }: Place): boolean =>
  isInterfaceType(type) && [...possible].some((each) => labelledFields.has(`${each.name}.${name.value}`));

const isAskedByTypes = ({ isByTypes }: All, { type, isNarrower = false }: Place): boolean =>
  isInterfaceType(type) && (isNarrower || isByTypes);

/** Interfaces within another that some subgraph has as objects only: what types they are is asked under them. */
const typenamesBelow = (all: All, { type }: Place): SelectionNode[] =>
  interfaceObjectsWithin(all, type).map(({ name }) => onType(name, [TYPENAME]));

const interfaceObjectsWithin = ({ schema, interfaceObjects }: All, type: GraphQLCompositeType): readonly GraphQLInterfaceType[] =>
  isInterfaceType(type) && !interfaceObjects.has(type.name)
    ? schema.getImplementations(type).interfaces.filter(({ name }) => interfaceObjects.has(name))
    : [];

const setsContext = ({ contexts }: All, { selectionSet }: FieldNode, { type, possible }: Place): boolean =>
  selectionSet !== undefined &&
  isInterfaceType(type) &&
  [...possible].some((each) => [...(contexts.get(each.name) ?? [])].some((context) => !contexts.get(type.name)?.has(context)));

const byType = (all: All, field: FieldNode, { possible, graphs }: Place): SelectionNode[] =>
  [...possible].flatMap((type) =>
    fragmentOn(all, { kind: Kind.SELECTION_SET, selections: [field] }, { type, possible: new Set([type]), graphs }),
  );

const simplifyField = (all: All, field: FieldNode, { type, possible }: Place): FieldNode => {
  const below = isUnionType(type) ? undefined : getNamedType(type.getFields()[field.name.value]?.type);
  if (!field.selectionSet || !isCompositeType(below)) return field;
  const types = new Set([...possible].flatMap((each) => [each, ...each.getInterfaces()]));
  const graphs = new Set([...types].flatMap((each) => all.referrals.answering(each.name, field.name.value)));
  const isNarrower = all.splitsNarrower && [...types].some(({ name }) => all.narrowerFields.has(`${name}.${field.name.value}`));
  return { ...field, selectionSet: simplifySet(all, field.selectionSet, { ...placeOf(all.schema, below, graphs), isNarrower }) };
};

/** What is asked under a type condition: without the condition where it holds for all, and not at all where it holds for none. */
const narrow = (all: All, set: SelectionSetNode, condition: GraphQLCompositeType, place: Place): SelectionNode[] => {
  const { schema, interfaceObjects } = all;
  const isWider =
    condition === place.type || (isAbstractType(condition) && !isUnionType(place.type) && schema.isSubType(condition, place.type));
  if (isWider) return set.selections.flatMap((selection) => simplify(all, selection, place));
  const meant = placeOf(schema, condition).possible;
  const possible = new Set([...place.possible].filter((type) => meant.has(type)));
  if (possible.size === 0) return [];
  const within = interfaceObjectsWithin(all, place.type);
  if (isAbstractType(condition) && within.some((each) => each !== condition))
    return [...possible].flatMap((type) => narrow(all, set, type, place));
  const between = isObjectType(condition) ? within.filter((each) => schema.isSubType(each, condition)) : [];
  if (between.length > 0) return between.flatMap((each) => belowInterfaceObject(all, set, { condition, between: each, place }));
  const isSplit = isAbstractType(condition) && isInterfaceType(place.type) && interfaceObjects.has(place.type.name);
  const conditions = isSplit ? [...possible] : [condition];
  return conditions
    .flatMap((type) => fragmentOn(all, set, { ...place, type, possible: isObjectType(type) ? new Set([type]) : possible }))
    .flatMap((fragment) => withoutReferred(all, fragment, place));
};

/** Under an interface, within another, that some subgraph has as an object only: that one is asked for a type under it alone. */
const belowInterfaceObject = (
  all: All,
  set: SelectionSetNode,
  { condition, between, place }: { condition: GraphQLCompositeType; between: GraphQLInterfaceType; place: Place },
): SelectionNode[] => {
  const known = placeOf(all.schema, between).possible;
  const possible = new Set([...place.possible].filter((type) => known.has(type)));
  const selections = [onType(condition.name, set.selections)];
  return fragmentOn(all, { kind: Kind.SELECTION_SET, selections }, { ...place, type: between, possible });
};

/**
 * Takes out of a fragment, and asks of all types, what a subgraph has that answers the field above and only refers to the interface. The
 * planner takes it from there for one type by a key that is not resolvable (`InterfaceObjectFakeDownCast` in @apollo/query-graphs 2.14).
 */
const withoutReferred = ({ schema, referrals }: All, fragment: InlineFragmentNode, { type, graphs }: Place): SelectionNode[] => {
  const condition = schema.getType(fragment.typeCondition?.name.value ?? type.name);
  if (!isInterfaceType(type) || !isObjectType(condition)) return [fragment];
  const typeOf = (on: GraphQLInterfaceType | GraphQLObjectType, name: string) => getNamedType(on.getFields()[name]?.type);
  const isReferred = (each: SelectionNode): boolean =>
    each.kind === Kind.FIELD &&
    referrals.isReferred(type.name, each.name.value, graphs) &&
    typeOf(type, each.name.value) === typeOf(condition, each.name.value);
  const { selections } = fragment.selectionSet;
  const [own, left] = [selections.filter(isReferred), selections.filter((each) => !isReferred(each))];
  if (own.length === 0) return [fragment];
  return [...own, TYPENAME, ...(left.length > 0 ? [{ ...fragment, selectionSet: { ...fragment.selectionSet, selections: left } }] : [])];
};

const fragmentOn = (all: All, set: SelectionSetNode, place: Place): InlineFragmentNode[] => {
  const selections = set.selections.flatMap((selection) => simplify(all, selection, place));
  if (selections.length === 0) return [];
  return [onType(place.type.name, selections)];
};
