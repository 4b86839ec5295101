import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  separateOperations,
  visit,
} from 'graphql';
import { conditionVariables, isCondition, selectedWith } from './conditions.ts';
import { operationOf } from './operation-of.ts';

/** The values of the variables on which `@skip` and `@include` depend. */
export type Conditions = Readonly<Record<string, boolean>>;

export const noConditions: Conditions = {};

/** For each operation the variables of its conditions, with their defaults; undefined is a variable that must be given. */
const known = new WeakMap<OperationDefinitionNode, readonly (readonly [name: string, byDefault: boolean | undefined])[]>();

/**
 * Reads from a request's variables what an operation's conditions depend on. Values that are no Booleans are refused later, with all
 * variables.
 *
 * @throws GraphQLError when the document has no such operation; `BAD_USER_INPUT` when a variable that has a default is given as
 * null: its type allows that, `if: Boolean!` does not (GraphQL §5.8.5, "Allowing Optional Variables When Default Values Exist")
 */
export const conditionsOf = (
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
): Conditions => {
  const operation = operationOf(document, operationName);
  const names = known.get(operation) ?? namesAndDefaults(document, operation);
  if (names.length === 0) return noConditions;
  return Object.fromEntries(
    names.map(([name, byDefault]) => {
      const given = Object.hasOwn(variables, name) ? variables[name] : byDefault;
      if (given === null && byDefault !== undefined) throw nullCondition(name);
      return [name, given === true];
    }),
  );
};

const nullCondition = (name: string): GraphQLError =>
  new GraphQLError(`Variable "$${name}" decides a @skip or @include and must not be null: leave it out for its default.`, {
    extensions: { code: 'BAD_USER_INPUT', field: name },
  });

const namesAndDefaults = (document: DocumentNode, operation: OperationDefinitionNode) => {
  const { name: operationName, variableDefinitions = [] } = operation;
  const names = conditionVariables(separateOperations(document)[operationName?.value ?? '']!).map((name) => {
    const value = variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue;
    return [name, value?.kind === Kind.BOOLEAN ? value.value : undefined] as const;
  });
  known.set(operation, names);
  return names;
};

/** Conditions as a part of a plan's key. */
export const conditionsKey = (conditions: Conditions): string =>
  Object.values(conditions)
    .map((value) => (value ? '1' : '0'))
    .join('');

/**
 * An operation as it is under its conditions: what is skipped is gone, and so are `@skip` and `@include`. The planner asks with one
 * representation for fields that are skipped and fields that are not; what a skipped field requires is then missing for all of them.
 */
export const settleConditions = (document: DocumentNode, conditions: Conditions): DocumentNode => {
  const isSelected = selectedWith(conditions);
  const settle = (node: SelectionNode): SelectionNode | null | undefined => {
    if (!node.directives?.some(isCondition)) return undefined;
    return isSelected(node) ? { ...node, directives: node.directives.filter((directive) => !isCondition(directive)) } : null;
  };
  return visit(document, { Field: settle, InlineFragment: settle, FragmentSpread: settle });
};
