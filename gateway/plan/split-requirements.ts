import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import type { RequiredArguments } from './required-arguments.ts';

/**
 * Splits a fetch of entities whose representation would need one field twice, with different arguments, into fetches of which each needs it
 * once: one for each requirement. All other fetches stay as they are.
 */
export const splitRequirements = (node: FetchNode, { fields, requirements }: RequiredArguments): FetchNode[] => {
  const names = new Set<string>();
  const baseOf = (name: string): string => fields.get(name)?.field ?? name;
  collectTwice(node.requires ?? [], baseOf, names);
  if (names.size === 0) return [node];
  const document = parse(node.operation, { noLocation: true });
  const requirementOf = (type: string, field: string): string => {
    const requirement = requirements.get(`${node.serviceName} ${type}.${field}`) ?? '';
    return [...names].filter((name) => mentions(requirement, name)).join(' ');
  };
  const groups = new Set(entityFields(document).map(([type, field]) => requirementOf(type, field)));
  const required = [...groups].filter((group) => group !== '');
  if (required.length < 2) return [node];
  return required.map((group, index) => {
    const isWanted = (type: string, field: string): boolean => {
      const requirement = requirementOf(type, field);
      return requirement === group || (requirement === '' && index === 0);
    };
    return {
      ...node,
      requires: without(node.requires ?? [], (name) => names.has(name) && !mentions(group, name)),
      ...only(document, isWanted, node),
    };
  });
};

/** Whether a selection names a field. */
export const mentions = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);

/** The names, on one level of a representation, that are meant for the same field. */
const collectTwice = (selections: readonly QueryPlanSelectionNode[], baseOf: (name: string) => string, names: Set<string>): void => {
  const byBase = new Map<string, Set<string>>();
  const below = new Map<string, QueryPlanSelectionNode[]>();
  const collect = (level: readonly QueryPlanSelectionNode[]): void => {
    for (const selection of level) {
      if (selection.kind === 'InlineFragment') {
        collect(selection.selections);
        continue;
      }
      const base = baseOf(selection.name);
      byBase.set(base, (byBase.get(base) ?? new Set()).add(selection.name));
      below.set(base, [...(below.get(base) ?? []), ...(selection.selections ?? [])]);
    }
  };
  collect(selections);
  for (const same of byBase.values()) if (same.size > 1) for (const name of same) names.add(name);
  for (const children of below.values()) if (children.length > 0) collectTwice(children, baseOf, names);
};

/** Selections without some fields, and without what is empty then. */
export const without = (selections: readonly QueryPlanSelectionNode[], isLeft: (name: string) => boolean): QueryPlanSelectionNode[] =>
  selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && isLeft(selection.name)) return [];
    if (!selection.selections) return [selection];
    const kept = without(selection.selections, isLeft);
    return kept.length > 0 ? [{ ...selection, selections: kept }] : [];
  });

/** The fields below `_entities`, each with its type. */
export const entityFields = (document: DocumentNode): [type: string, field: string][] =>
  entitySelections(document).flatMap((fragment) =>
    fragment.kind === Kind.INLINE_FRAGMENT
      ? fragment.selectionSet.selections.flatMap((each): [string, string][] =>
          each.kind === Kind.FIELD ? [[fragment.typeCondition?.name.value ?? '', each.name.value]] : [],
        )
      : [],
  );

const operationOf = ({ definitions }: DocumentNode): OperationDefinitionNode =>
  definitions.find((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION)!;

const entitySelections = (document: DocumentNode): readonly SelectionNode[] => {
  const [entities] = operationOf(document).selectionSet.selections;
  return entities?.kind === Kind.FIELD ? (entities.selectionSet?.selections ?? []) : [];
};

/** The operation with the wanted fields only, and the variables that they use. */
export const only = (
  document: DocumentNode,
  isWanted: (type: string, field: string) => boolean,
  node: FetchNode,
): Pick<FetchNode, 'operation' | 'variableUsages'> => {
  const fragments = entitySelections(document).flatMap((fragment): SelectionNode[] => {
    if (fragment.kind !== Kind.INLINE_FRAGMENT) return [fragment];
    const type = fragment.typeCondition?.name.value ?? '';
    const selections = fragment.selectionSet.selections.filter((each) => each.kind !== Kind.FIELD || isWanted(type, each.name.value));
    return selections.length > 0 ? [{ ...fragment, selectionSet: { ...fragment.selectionSet, selections } }] : [];
  });
  const operation = operationOf(document);
  const [entities] = operation.selectionSet.selections;
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: fragments };
  const kept = { ...operation, selectionSet: { ...operation.selectionSet, selections: [{ ...entities!, selectionSet } as SelectionNode] } };
  const used = new Set<string>();
  visit(kept.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  return {
    operation: stripIgnoredCharacters(print({ ...kept, variableDefinitions })),
    variableUsages: node.variableUsages?.filter((name) => used.has(name)),
  };
};
