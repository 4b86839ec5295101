import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { type Cost, dependent } from './cost.ts';
import type { CostModel } from './cost-model.ts';

/**
 * What a field's arguments add to its cost (IBM cost specification §5.3.2.2): the weight of each argument that is given, and of each input
 * field that is given in it. A default is given; null is not.
 */
export const costOfArguments = (model: CostModel, place: string, field: GraphQLField<unknown, unknown>, node: FieldNode): Cost => {
  const weighed = field.args.filter(({ name, type }) => model.weightOf(`${place}.${name}`) !== undefined || mayWeigh(model, type));
  if (weighed.length === 0) return 0;
  return dependent(node, (variables) => {
    const values = getArgumentValues(field, node, variables);
    return weighed.reduce((total, { name, type }) => total + costOfInput(model, `${place}.${name}`, type, values[name]), 0);
  });
};

const mayWeigh = (model: CostModel, type: GraphQLInputType): boolean => {
  const named = getNamedType(type);
  return isInputObjectType(named) || model.weightOf(named.name) !== undefined;
};

/**
 * The weight of an argument or input field counts once and takes the place of its type's, which counts for
 * each item of a list. What the fields of input objects weigh comes on top.
 */
const costOfInput = (model: CostModel, place: string, type: GraphQLInputType, value: unknown): number => {
  if (value === null || value === undefined) return 0;
  const named = getNamedType(type);
  const weight = model.weightOf(place);
  const each = weight === undefined ? (model.weightOf(named.name) ?? (isInputObjectType(named) ? 1 : 0)) : 0;
  return itemsOf(type, value).reduce((total: number, item) => total + each + costOfFields(model, named, item), weight ?? 0);
};

const costOfFields = (model: CostModel, type: GraphQLNamedInputType, value: unknown): number => {
  if (!isInputObjectType(type)) return 0;
  return Object.values(type.getFields()).reduce(
    (total, field) => total + costOfInput(model, `${type.name}.${field.name}`, field.type, (value as Record<string, unknown>)[field.name]),
    0,
  );
};

const itemsOf = (type: GraphQLInputType, value: unknown): unknown[] => {
  if (value === null || value === undefined) return [];
  const nullable = getNullableType(type);
  if (!isListType(nullable)) return [value];
  return (Array.isArray(value) ? value : [value]).flatMap((item) => itemsOf(nullable.ofType, item));
};
