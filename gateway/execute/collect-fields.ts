import {
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type Fragments, responseKey } from '../plan/ast-nodes.ts';

/**
 * GraphQL §6.3.2 CollectFields for one runtime type, ahead of time: the fields of each response key, in the
 * client's order. `@skip` and `@include` are not looked at (plan/settle-conditions.ts).
 */
export const collectFields = (
  schema: GraphQLSchema,
  fragments: Fragments,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> => {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const applies = (condition: string | undefined): boolean => {
    if (!condition || condition === type.name) return true;
    const conditionType = schema.getType(condition);
    return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
  };
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const group = fields.get(key);
        if (group) group.push(selection);
        else fields.set(key, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition?.name.value)) collect(selection.selectionSet);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment && applies(fragment.typeCondition.name.value)) collect(fragment.selectionSet);
      }
    }
  };
  for (const selectionSet of selectionSets) collect(selectionSet);
  return fields;
};

/**
 * Whether a selection of an interface asks for the type's name, or for what only some of its types have. A
 * fragment in which nothing is left, or that cannot apply, asks for nothing.
 */
export const asksForType = (
  schema: GraphQLSchema,
  fragments: Fragments,
  type: GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): boolean => {
  const typesOf = (condition: string): readonly GraphQLObjectType[] => {
    const conditionType = schema.getType(condition);
    if (isAbstractType(conditionType)) return schema.getPossibleTypes(conditionType);
    return isObjectType(conditionType) ? [conditionType] : [];
  };
  const isWider = (condition: string): boolean => {
    const conditionType = schema.getType(condition);
    return condition === type.name || (isAbstractType(conditionType) && schema.isSubType(conditionType, type));
  };
  const asks = ({ selections }: SelectionSetNode, types: readonly GraphQLObjectType[], isNarrow: boolean): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return isNarrow || selection.name.value === '__typename';
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) return false;
      const condition = fragment.typeCondition?.name.value ?? type.name;
      const meant = new Set(typesOf(condition));
      const left = types.filter((each) => meant.has(each));
      return left.length > 0 && asks(fragment.selectionSet, left, isNarrow || !isWider(condition));
    });
  return selectionSets.some((set) => asks(set, typesOf(type.name), false));
};
