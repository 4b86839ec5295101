import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields } from '../execute/collect-fields.ts';
import { limitError } from '../limits.ts';
import { type Fragments, fragmentsOf } from '../plan/ast-nodes.ts';
import { type Cost, dependent, foundOnce, most, product, sum } from './cost.ts';
import type { CostModel, ListSize } from './cost-model.ts';
import { costOfArguments } from './input-cost.ts';

/** How long a list is taken to be when `@listSize` does not say. */
const ASSUMED_LIST_SIZE = 10;

/** `known` has the costs of selections already compiled, so that types within types do not multiply the work. */
type Compiling = {
  schema: GraphQLSchema;
  model: CostModel;
  fragments: Fragments;
  known: Map<string, Cost>;
  ids: Map<SelectionSetNode | FieldNode, number>;
};
/** The sizes that a field's `@listSize(sizedFields:)` gives to the fields below it; `by` says which field of which type that is. */
type Sized = { by: string; sizes: ReadonlyMap<string, Cost> };
const noneSized: Sized = { by: '', sizes: new Map() };

/**
 * The static cost of an operation (IBM cost specification §5.1.1, as federation v2.9 has it): each object weighs 1, each
 * leaf nothing, unless `@cost` says otherwise; what is in a list counts as often as `@listSize` says. Everything
 * conditional counts; of an abstract type the dearest object type. Weights below zero make no field cheaper than nothing.
 *
 * The estimate throws a GraphQLError where `@listSize` asks for exactly one slicing argument and there is none, or more.
 */
export const compileCost = (schema: GraphQLSchema, model: CostModel, document: DocumentNode, operation: OperationDefinitionNode): Cost => {
  const fragments = fragmentsOf(document);
  return costOfSelections(
    { schema, model, fragments, known: new Map(), ids: new Map() },
    schema.getRootType(operation.operation)!,
    [operation.selectionSet],
    noneSized,
  );
};

const costOfSelections = (compiling: Compiling, type: GraphQLCompositeType, sets: readonly SelectionSetNode[], sized: Sized): Cost => {
  const key = [type.name, sized.by, ...sets.map((set) => idOf(compiling, set))].join(' ');
  const cost = compiling.known.get(key) ?? compileSelections(compiling, type, sets, sized);
  compiling.known.set(key, cost);
  return cost;
};

const idOf = ({ ids }: Compiling, node: SelectionSetNode | FieldNode): number => {
  const id = ids.get(node) ?? ids.size;
  ids.set(node, id);
  return id;
};

const compileSelections = (compiling: Compiling, type: GraphQLCompositeType, sets: readonly SelectionSetNode[], sized: Sized): Cost => {
  const { schema, fragments } = compiling;
  if (isAbstractType(type))
    return foundOnce(most(schema.getPossibleTypes(type).map((possible) => costOfSelections(compiling, possible, sets, sized))));
  const groups = [...collectFields(schema, fragments, type, sets).values()];
  const costs = groups.flatMap((nodes) => {
    const field = type.getFields()[nodes[0]!.name.value];
    return field ? [costOfField(compiling, type, field, nodes, sized.sizes.get(field.name))] : [];
  });
  return sum(costs);
};

const costOfField = (
  compiling: Compiling,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[],
  sizeFromParent: Cost | undefined,
): Cost => {
  const { model } = compiling;
  const node = nodes[0]!;
  const place = `${parent.name}.${field.name}`;
  const listSize = listSizeOf(model, parent, field.name);
  const size = sizeOf(place, field, node, listSize);
  const sized: Sized = listSize?.sizedFields?.length
    ? { by: `${place} ${idOf(compiling, node)}`, sizes: new Map(listSize.sizedFields.map((name) => [name, size])) }
    : noneSized;
  const type = getNamedType(field.type);
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const below = isCompositeType(type) ? costOfSelections(compiling, type, sets, sized) : 0;
  const own = model.weightOf(place) ?? weightOfType(compiling, type.name);
  const times = isListType(getNullableType(field.type)) ? (sizeFromParent ?? (sized === noneSized ? size : ASSUMED_LIST_SIZE)) : 1;
  const itself = most([sum([costOfArguments(model, place, field, node), product(times, own)])]);
  return sum([itself, product(times, below)]);
};

/** A type whose own field says nothing of its length has what the field of an interface says, of several the one that says the most. */
const listSizeOf = (model: CostModel, type: GraphQLObjectType, field: string): ListSize | undefined => {
  const inherited = type.getInterfaces().flatMap(({ name }) => model.listSizeOf(`${name}.${field}`) ?? []);
  return model.listSizeOf(`${type.name}.${field}`) ?? inherited.sort((a, b) => (b.assumedSize ?? 0) - (a.assumedSize ?? 0))[0];
};

const weightOfType = ({ schema, model }: Compiling, name: string): number => {
  const type = schema.getType(name);
  const weight = model.weightOf(name);
  if (weight !== undefined || !isCompositeType(type)) return weight ?? 0;
  return isAbstractType(type) ? Math.max(1, ...schema.getPossibleTypes(type).map((possible) => model.weightOf(possible.name) ?? 1)) : 1;
};

/** How many items come, from the slicing arguments, else as assumed; a negative number says nothing of it. */
const sizeOf = (place: string, field: GraphQLField<unknown, unknown>, node: FieldNode, listSize: ListSize | undefined): Cost => {
  const { assumedSize, slicingArguments, requireOneSlicingArgument = true } = listSize ?? {};
  const assumed = assumedSize ?? ASSUMED_LIST_SIZE;
  if (!slicingArguments?.length) return assumed;
  return dependent(node, (variables) => {
    const values = getArgumentValues(field, node, variables);
    const given = slicingArguments.map((path) => read(values, path.split('.'))).filter((value) => typeof value === 'number');
    if (requireOneSlicingArgument && given.length !== 1) throw oneSlicingArgument(place, slicingArguments);
    const sizes = given.filter((size) => size >= 0);
    return sizes.length > 0 ? Math.max(...sizes) : assumed;
  });
};

const read = (value: unknown, [key, ...rest]: string[]): unknown =>
  key === undefined ? value : typeof value === 'object' && value !== null ? read((value as Record<string, unknown>)[key], rest) : undefined;

const oneSlicingArgument = (place: string, names: readonly string[]) =>
  limitError(`${place} needs exactly one of the arguments ${names.join(', ')}.`, 'slicingArguments', 1);
