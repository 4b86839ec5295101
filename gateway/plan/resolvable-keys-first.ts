import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind } from 'graphql';

/**
 * Puts the keys by which a subgraph can be asked before those by which it cannot, type by type. To return to a subgraph after a
 * `@requires`, the planner takes a type's first key that the subgraph knows, and does not look whether it is resolvable
 * (`getLocallySatisfiableKey` in @apollo/query-graphs).
 */
export const resolvableKeysFirst = (supergraph: DocumentNode): DocumentNode => ({
  ...supergraph,
  definitions: supergraph.definitions.map(sortKeys),
});

const sortKeys = (definition: DefinitionNode): DefinitionNode => {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return definition;
  const directives = definition.directives ?? [];
  return { ...definition, directives: [...directives.filter((each) => !isUnresolvable(each)), ...directives.filter(isUnresolvable)] };
};

const isUnresolvable = ({ name, arguments: given = [] }: ConstDirectiveNode): boolean =>
  name.value === 'join__type' &&
  given.some((argument) => argument.name.value === 'resolvable' && argument.value.kind === Kind.BOOLEAN && !argument.value.value);
