import { type DocumentNode, Kind, print, type ValueNode, visit } from 'graphql';
import { type ContextTypes, ownContexts } from './context-types.ts';
import { selectionsOf } from './selections-of.ts';

/**
 * Gives each argument from a context something to select on every type that sets the context (federation,
 * `@fromContext`). Where an argument is taken from some of the types only, the planner breaks off for the
 * others ("Was not able to find any options …", `canSatisfyConditions` in
 * @apollo/query-graphs 2.14); there the argument is null, which `... on Type { ... on Type { __typename } }`
 * stands for: nested fragments are no selection that composition accepts.
 */
export const completeContexts = (supergraph: DocumentNode): DocumentNode => {
  const setters = ownContexts(supergraph);
  if (setters.size === 0) return supergraph;
  const members = membersOf(supergraph);
  let isComplete = true;
  const completed = visit(supergraph, {
    ObjectValue: (node) => {
      const [context, selection] = [textOf(node.fields, 'context'), textOf(node.fields, 'selection')];
      if (context === null || selection === null) return undefined;
      const missing = missingTypes(selection, typesThatSet(context, setters, members));
      if (missing.length === 0) return undefined;
      isComplete = false;
      const value = `{ ${[print(selectionsOf(selection)).slice(1, -1), ...missing.map(nothingOf)].join(' ')} }`;
      return {
        ...node,
        fields: node.fields.map((field) => (field.name.value === 'selection' ? { ...field, value: { kind: Kind.STRING, value } } : field)),
      };
    },
  });
  return isComplete ? supergraph : completed;
};

const nothingOf = (type: string): string => `... on ${type} { ... on ${type} { __typename } }`;

type Fields = readonly { name: { value: string }; value: ValueNode }[];

const textOf = (fields: Fields, name: string): string | null => {
  const value = fields.find((field) => field.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
};

/** A selection is one field, or a fragment for each of some object types. */
const missingTypes = (selection: string, types: ReadonlySet<string>): string[] => {
  const conditions = new Set<string>();
  for (const each of selectionsOf(selection).selections) {
    if (each.kind !== Kind.INLINE_FRAGMENT || !each.typeCondition) return [];
    conditions.add(each.typeCondition.name.value);
  }
  return [...types].filter((type) => !conditions.has(type));
};

const typesThatSet = (context: string, setters: ContextTypes, members: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> =>
  new Set([...setters].flatMap(([type, contexts]) => (contexts.has(context) ? (members.get(type) ?? [type]) : [])));

/** The object types of interfaces and unions. */
const membersOf = ({ definitions }: DocumentNode): ReadonlyMap<string, readonly string[]> => {
  const members = new Map<string, string[]>();
  const add = (type: string, member: string): void => {
    members.set(type, [...(members.get(type) ?? []), member]);
  };
  for (const node of definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION) for (const { name } of node.types ?? []) add(node.name.value, name.value);
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) for (const { name } of node.interfaces ?? []) add(name.value, node.name.value);
  }
  return members;
};
