import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, visit } from 'graphql';
import { entityFields, mentions, only, without } from './entity-question.ts';
import { fetchesOf } from './fetches-of.ts';
import { mapFetches } from './map-fetches.ts';
import { type RequiredArguments, requirementOf } from './required-arguments.ts';
import { readKeys } from './whole-representations.ts';

/**
 * Splits fetches of an `@interfaceObject` of which only some fields require others. Where such a field is asked
 * for under a fragment, its requirement is fetched for objects of that type only, but the planner puts it into the
 * representation of all; those of other types would lack it, and get none of their fields. Whether that may be is
 * seen from the plan: one representation for each type, or a fetch that asks for what is required of one type.
 *
 * @param supergraph what is planned by, as the requirements
 */
export const splitInterfaceObjects = (
  supergraph: DocumentNode,
  interfaceObjects: ReadonlySet<string>,
  required: RequiredArguments,
): ((plan: QueryPlan) => QueryPlan) => {
  const keys = readKeys(supergraph);
  const split = (node: FetchNode, narrowed: () => ReadonlySet<string>): FetchNode[] => {
    const { requires = [], serviceName } = node;
    if (requires.length === 0) return [node];
    const document = parse(node.operation, { noLocation: true });
    const fields = entityFields(document);
    if (!fields.every(([type]) => interfaceObjects.has(type))) return [node];
    const groupOf = (type: string, field: string): string => requirementOf(required, serviceName, type, field);
    const groups = new Set(fields.map(([type, field]) => groupOf(type, field)));
    if (groups.size < 2) return [node];
    if (requires.length === 1 && ![...narrowed()].some((name) => [...groups].some((group) => mentions(group, name)))) return [node];
    const types = new Set(fields.map(([type]) => type));
    const known = new Set((keys.get(serviceName) ?? []).flatMap((key) => (types.has(key.type) ? key.fields : [])));
    const isLeft = (name: string, group: string): boolean => name !== '__typename' && !known.has(name) && !mentions(group, name);
    return [...groups].map((group) => ({
      ...node,
      requires: withoutEmpty(without(requires, (names) => isLeft(names.at(-1) as string, group))),
      ...only(document, (type, field) => groupOf(type, field) === group, node),
    }));
  };
  return (plan) => {
    if (interfaceObjects.size === 0) return plan;
    let known: ReadonlySet<string> | undefined;
    const narrowed = () => (known ??= narrowedFields(plan, interfaceObjects));
    return mapFetches(plan, (node) => split(node, narrowed));
  };
};

/** The names of fields that fetches of a plan ask for under a fragment on one type of an interface. */
const narrowedFields = (plan: QueryPlan, interfaceObjects: ReadonlySet<string>): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const node of plan.node ? fetchesOf(plan.node) : []) {
    visit(parse(node.operation, { noLocation: true }), {
      InlineFragment: ({ typeCondition, selectionSet }) => {
        if (!typeCondition || interfaceObjects.has(typeCondition.name.value)) return;
        for (const each of selectionSet.selections) if (each.kind === Kind.FIELD) names.add(each.name.value);
      },
    });
  }
  return names;
};

/** A fragment that is left with the type's name alone says nothing more. */
const withoutEmpty = (requires: readonly QueryPlanSelectionNode[]): QueryPlanSelectionNode[] =>
  requires.filter(({ selections = [] }) => selections.some((each) => each.kind !== 'Field' || each.name !== '__typename'));
