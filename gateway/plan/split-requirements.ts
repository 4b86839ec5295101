import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  getOperationAST,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { baseName, type RequiredArguments, requirementOf } from './required-arguments.ts';
import { selectionsOf } from './selections-of.ts';

/**
 * Splits a fetch of entities whose representation would need one field twice, with different arguments, into fetches of which each needs it
 * once: one for each requirement. All other fetches stay as they are.
 */
export const splitRequirements = (node: FetchNode, required: RequiredArguments): FetchNode[] => {
  const baseOf: BaseOf = (name) => baseName(required, name);
  const twice = pathsTwice(node.requires ?? [], baseOf);
  if (twice.size === 0) return [node];
  const document = parse(node.operation, { noLocation: true });
  const groupOf = (type: string, field: string): string => {
    const requirement = requirementOf(required, node.serviceName, type, field);
    const paths = requirement === '' ? [] : allPaths(planSelections(selectionsOf(requirement)), baseOf).map(({ path }) => path);
    return [...new Set(paths)]
      .filter((path) => twice.has(path))
      .toSorted()
      .join(' ');
  };
  const groups = [...new Set(entityFields(document).map(([type, field]) => groupOf(type, field)))].filter((group) => group !== '');
  if (groups.length < 2) return [node];
  return groups.map((group, index) => {
    const kept = new Set(group.split(' '));
    const isLeft = (names: readonly string[]): boolean => {
      const path = pathOf(names, baseOf);
      return twice.has(path) && !kept.has(path);
    };
    const isWanted = (type: string, field: string): boolean => {
      const own = groupOf(type, field);
      return own === group || (own === '' && index === 0);
    };
    return { ...node, requires: without(node.requires ?? [], isLeft), ...only(document, isWanted, node) };
  });
};

/** Whether a selection names a field. */
export const mentions = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);

type BaseOf = (name: string) => string;

/** A field's way from the entity, with the fields above it by what they are meant for: `vendor.price__required_0`. */
const pathOf = (names: readonly string[], baseOf: BaseOf): string => [...names.slice(0, -1).map(baseOf), names.at(-1)].join('.');

/** All fields of a selection: their ways, and those of what they are meant for. */
const allPaths = (
  selections: readonly QueryPlanSelectionNode[],
  baseOf: BaseOf,
  above: readonly string[] = [],
): { path: string; base: string }[] =>
  selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return allPaths(selection.selections, baseOf, above);
    const names = [...above, selection.name];
    return [{ path: pathOf(names, baseOf), base: names.map(baseOf).join('.') }, ...allPaths(selection.selections ?? [], baseOf, names)];
  });

/** The ways that lead, on one level of a representation, to fields that are meant for the same. */
const pathsTwice = (selections: readonly QueryPlanSelectionNode[], baseOf: BaseOf): ReadonlySet<string> => {
  const byBase = Map.groupBy(allPaths(selections, baseOf), ({ base }) => base);
  const same = [...byBase.values()].map((paths) => new Set(paths.map(({ path }) => path)));
  return new Set(same.filter(({ size }) => size > 1).flatMap((paths) => [...paths]));
};

/** A selection of GraphQL as a plan has it. */
const planSelections = ({ selections }: SelectionSetNode): QueryPlanSelectionNode[] =>
  selections.flatMap((each): QueryPlanSelectionNode[] => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    const below = each.selectionSet ? planSelections(each.selectionSet) : [];
    return each.kind === Kind.FIELD
      ? [{ kind: 'Field', name: each.name.value, selections: below }]
      : [{ kind: 'InlineFragment', selections: below }];
  });

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
