import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { entityFields, only, without } from './entity-question.ts';
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
