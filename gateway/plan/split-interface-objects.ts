import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, parse } from 'graphql';
import { mapFetches } from './map-fetches.ts';
import type { RequiredArguments } from './required-arguments.ts';
import { entityFields, mentions, only, without } from './split-requirements.ts';
import { readKeys } from './whole-representations.ts';

/**
 * Splits fetches of an `@interfaceObject` of which only some fields require others. Where such a field is asked for under a fragment, its
 * requirement is fetched for objects of that type only, but the planner puts it into the one representation of all; those of other types would
 * lack it, and get none of their fields.
 *
 * @param supergraph what is planned by, as the requirements
 */
export const splitInterfaceObjects = (
  supergraph: DocumentNode,
  interfaceObjects: ReadonlySet<string>,
  { requirements }: RequiredArguments,
): ((plan: QueryPlan) => QueryPlan) => {
  const keys = readKeys(supergraph);
  const split = (node: FetchNode): FetchNode[] => {
    const { requires = [], serviceName } = node;
    if (requires.length < 2) return [node];
    const document = parse(node.operation, { noLocation: true });
    const fields = entityFields(document);
    if (!fields.every(([type]) => interfaceObjects.has(type))) return [node];
    const requirementOf = (type: string, field: string): string => requirements.get(`${serviceName} ${type}.${field}`) ?? '';
    const groups = new Set(fields.map(([type, field]) => requirementOf(type, field)));
    if (groups.size < 2) return [node];
    const types = new Set(fields.map(([type]) => type));
    const known = new Set((keys.get(serviceName) ?? []).flatMap((key) => (types.has(key.type) ? key.fields : [])));
    return [...groups].map((group) => ({
      ...node,
      requires: withoutEmpty(without(requires, (name) => name !== '__typename' && !known.has(name) && !mentions(group, name))),
      ...only(document, (type, field) => requirementOf(type, field) === group, node),
    }));
  };
  return interfaceObjects.size === 0 ? (plan) => plan : (plan) => mapFetches(plan, split);
};

/** A fragment that is left with the type's name alone says nothing more. */
const withoutEmpty = (requires: readonly QueryPlanSelectionNode[]): QueryPlanSelectionNode[] =>
  requires.filter(({ selections = [] }) => selections.some((each) => each.kind !== 'Field' || each.name !== '__typename'));
