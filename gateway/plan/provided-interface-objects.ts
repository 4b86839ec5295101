import { type DocumentNode, Kind, visit } from 'graphql';
import { namedType } from './ast-nodes.ts';
import { isInterfaceObjectIn } from './interface-objects.ts';
import { argumentText } from './join-directives.ts';

/**
 * A supergraph without the `@provides` of fields whose type is an `@interfaceObject` in their subgraph.
 * Behind the copy of the type that the planner makes for what is provided it knows no object types, and
 * breaks off at any fragment ("We should have an edge …", `FederatedGraphBuilder` in
 * @apollo/query-graphs 2.14). What was provided is then asked of who owns it, also where nothing but it is asked.
 */
export const withoutProvidedInterfaceObjects = (supergraph: DocumentNode): DocumentNode => {
  const byName = new Map(
    supergraph.definitions.flatMap((each) => (each.kind === Kind.INTERFACE_TYPE_DEFINITION ? [[each.name.value, each]] : [])),
  );
  let isChanged = false;
  const changed = visit(supergraph, {
    FieldDefinition: (field) => {
      const type = byName.get(namedType(field.type));
      if (!type) return undefined;
      const directives = field.directives?.map((each) => {
        const graph = argumentText(each, 'graph');
        const provides = each.name.value === 'join__field' && argumentText(each, 'provides') !== null;
        if (!provides || !graph || !isInterfaceObjectIn(type, graph)) return each;
        isChanged = true;
        return { ...each, arguments: each.arguments?.filter(({ name }) => name.value !== 'provides') };
      });
      return { ...field, directives };
    },
  });
  return isChanged ? changed : supergraph;
};
