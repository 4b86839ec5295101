import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse } from 'graphql';
import { argumentText, graphNames } from './join-directives.ts';
import { mapFetches } from './map-fetches.ts';

/** For each subgraph its types, and of each the fields of every key by which it can be asked. */
type Keys = ReadonlyMap<string, readonly { type: string; fields: readonly string[] }[]>;
type IsOfType = (type: string, condition: string) => boolean;
type Fragment = Extract<QueryPlanSelectionNode, { kind: 'InlineFragment' }>;

/**
 * Mends fetches whose representations may have no key. Where a `@requires` of an `@interfaceObject` is asked for under a fragment, the
 * planner takes the key from objects of that type only, and what is required from all; others would be sent without a key, and be an error.
 */
export const compileWholeRepresentations = (supergraph: DocumentNode, isOfType: IsOfType): ((plan: QueryPlan) => QueryPlan) => {
  const keys = readKeys(supergraph);
  const mended = (node: FetchNode): FetchNode => {
    if (!node.requires || node.requires.length < 2) return node;
    return { ...node, requires: withKeys(node.requires, keys.get(node.serviceName) ?? [], isOfType) };
  };
  return (plan) => mapFetches(plan, (node) => [mended(node)]);
};

const withKeys = (requires: readonly QueryPlanSelectionNode[], keys: NonNullable<ReturnType<Keys['get']>>, isOfType: IsOfType) => {
  const fragments = requires.filter((each): each is Fragment => each.kind === 'InlineFragment');
  const isWhole = ({ typeCondition = '', selections }: Fragment): boolean => {
    const names = selections.map((each) => (each.kind === 'Field' ? each.name : ''));
    return keys.some(({ type, fields }) => isOfType(typeCondition, type) && fields.every((field) => names.includes(field)));
  };
  const whole = fragments.filter(isWhole);
  if (whole.length === 0) return [...requires];
  return requires.flatMap((each) => {
    if (each.kind === 'Field' || whole.includes(each)) return [each];
    const { typeCondition = '' } = each;
    if (whole.some((other) => isOfType(typeCondition, other.typeCondition ?? ''))) return [each];
    const narrower = whole.filter((other) => isOfType(other.typeCondition ?? '', typeCondition));
    return narrower.map((other) => ({ ...each, typeCondition: other.typeCondition }));
  });
};

/** The resolvable keys of a supergraph's types, by the names of subgraphs. Of a key the outermost fields are told. */
export const readKeys = ({ definitions }: DocumentNode): Keys => {
  const names = graphNames(definitions);
  const keys = new Map<string, { type: string; fields: string[] }[]>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      const [graph, key] = [argumentText(directive, 'graph'), argumentText(directive, 'key')];
      if (directive.name.value !== 'join__type' || !graph || !key || argumentText(directive, 'resolvable') === 'false') continue;
      const subgraph = names.get(graph) ?? graph;
      keys.set(subgraph, [...(keys.get(subgraph) ?? []), { type: definition.name.value, fields: fieldNames(key) }]);
    }
  }
  return keys;
};

const fieldNames = (key: string): string[] =>
  parse(`{ ${key} }`).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []))
      : [],
  );
