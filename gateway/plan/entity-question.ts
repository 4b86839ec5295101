import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  getOperationAST,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';

/** The fields below `_entities`, each with its type. */
export const entityFields = (document: DocumentNode): [type: string, field: string][] =>
  entitySelections(document).flatMap((fragment) =>
    fragment.kind === Kind.INLINE_FRAGMENT
      ? fragment.selectionSet.selections.flatMap((each): [string, string][] =>
          each.kind === Kind.FIELD ? [[fragment.typeCondition?.name.value ?? '', each.name.value]] : [],
        )
      : [],
  );

const entitySelections = (document: DocumentNode): readonly SelectionNode[] => {
  const [entities] = getOperationAST(document)!.selectionSet.selections;
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
  const operation = getOperationAST(document)!;
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

/** Selections without some fields, told by the names on their way, and without what is empty then. */
export const without = (
  selections: readonly QueryPlanSelectionNode[],
  isLeft: (names: readonly string[]) => boolean,
  above: readonly string[] = [],
): QueryPlanSelectionNode[] =>
  selections.flatMap((selection): QueryPlanSelectionNode[] => {
    const names = selection.kind === 'Field' ? [...above, selection.name] : above;
    if (selection.kind === 'Field' && isLeft(names)) return [];
    if (!selection.selections) return [selection];
    const kept = without(selection.selections, isLeft, names);
    return kept.length > 0 ? [{ ...selection, selections: kept }] : [];
  });

/** Whether a selection names a field. */
export const mentions = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
