import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { namedType } from './ast-nodes.ts';
import { argumentText } from './join-directives.ts';
import { selectionsOf } from './selections-of.ts';

/**
 * Says of the fields of keys that a subgraph answers them, which may be marked as `@external` there: an entity without its key is none. Some
 * compositions hand the mark on to the supergraph, by which the planner finds no way to the entity's other fields. Where a type has a key in a subgraph
 * that is not marked, it is found by that one, and what is marked stays.
 */
export const answeredKeys = (supergraph: DocumentNode): DocumentNode => {
  const types = new Map(supergraph.definitions.flatMap((node) => (hasFields(node) ? [[node.name.value, node] as const] : [])));
  const keyFields = new Set<string>();
  for (const type of types.values())
    for (const joined of type.directives ?? []) {
      const [graph, key] = [argumentText(joined, 'graph'), argumentText(joined, 'key')];
      if (joined.name.value === 'join__type' && graph !== null && key !== null) collect(types, type, selectionsOf(key), graph, keyFields);
    }
  const answers = (type: TypeWithFields, field: FieldDefinitionNode, joined: ConstDirectiveNode): boolean => {
    const graph = argumentText(joined, 'graph');
    return isMarked(joined) && keyFields.has(placeOf(graph, type, field.name.value)) && !hasPlainKey(type, graph);
  };
  const mended = (type: TypeWithFields): TypeWithFields => ({
    ...type,
    fields: type.fields?.map((field) => ({
      ...field,
      directives: field.directives?.map((joined) => (answers(type, field, joined) ? withoutExternal(joined) : joined)),
    })),
  });
  return { ...supergraph, definitions: supergraph.definitions.map((node) => (hasFields(node) ? mended(node) : node)) };
};

type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
type Types = ReadonlyMap<string, TypeWithFields>;

const hasFields = (node: { kind: Kind }): node is TypeWithFields =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

/** Whether a type has a key in a subgraph of which no field is marked there. */
const hasPlainKey = ({ directives = [], fields = [] }: TypeWithFields, graph: string | null): boolean => {
  const marked = fields.filter(({ directives: joins = [] }) => joins.some((join) => isOf(join, graph) && isMarked(join)));
  const names = new Set(marked.map(({ name }) => name.value));
  return directives.some((join) => {
    const key = isOf(join, graph) ? argumentText(join, 'key') : null;
    return key !== null && selectionsOf(key).selections.every((each) => each.kind !== Kind.FIELD || !names.has(each.name.value));
  });
};

const isMarked = (join: ConstDirectiveNode): boolean => join.name.value === 'join__field' && argumentText(join, 'external') === 'true';

const isOf = (join: ConstDirectiveNode, graph: string | null): boolean => argumentText(join, 'graph') === graph;

const placeOf = (graph: string | null, type: TypeWithFields, field: string): string => `${graph} ${type.name.value}.${field}`;

const collect = (types: Types, type: TypeWithFields, set: SelectionSetNode, graph: string, places: Set<string>): void => {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = types.get(selection.typeCondition?.name.value ?? type.name.value);
      if (on) collect(types, on, selection.selectionSet, graph, places);
      continue;
    }
    places.add(placeOf(graph, type, selection.name.value));
    const field = type.fields?.find(({ name }) => name.value === selection.name.value);
    const below = field && types.get(namedType(field.type));
    if (below && selection.selectionSet) collect(types, below, selection.selectionSet, graph, places);
  }
};

const withoutExternal = (joined: ConstDirectiveNode): ConstDirectiveNode => ({
  ...joined,
  arguments: joined.arguments?.filter(({ name }) => name.value !== 'external'),
});
