import { type DefinitionNode, type DocumentNode, type FieldDefinitionNode, Kind } from 'graphql';
import { namedType } from './ast-nodes.ts';
import { isInterfaceObjectIn } from './interface-objects.ts';
import { argumentText } from './join-directives.ts';

/** Where subgraphs have fields with narrower types than the supergraph (`@join__field(type:)`). */
export type NarrowerTypes = {
  /**
   * Fields that somewhere give an interface or a union within theirs, as `Type.field`; not an
   * `@interfaceObject`, of which no type is known.
   */
  abstract: ReadonlySet<string>;
  /** The subgraphs, by `join__Graph`, where a field of an interface or a union gives one object type. */
  objects: ReadonlySet<string>;
};

/** Reads them from a supergraph. */
export const readNarrowerTypes = ({ definitions }: DocumentNode): NarrowerTypes => {
  const byName = new Map(definitions.flatMap((each) => ('name' in each && each.name ? [[each.name.value, each]] : [])));
  const [abstract, objects] = [new Set<string>(), new Set<string>()];
  for (const type of definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of type.fields ?? []) {
      for (const { graph, narrower } of narrowerIn(field)) {
        const definition = byName.get(narrower);
        if (!isAbstract(byName.get(namedType(field.type)))) continue;
        if (!isAbstract(definition)) objects.add(graph);
        else if (!isInterfaceObjectIn(definition, graph)) abstract.add(`${type.name.value}.${field.name.value}`);
      }
    }
  }
  return { abstract, objects };
};

const narrowerIn = ({ type, directives = [] }: FieldDefinitionNode) =>
  directives.flatMap((each) => {
    const narrower = argumentText(each, 'type')?.replace(/[[\]!]/g, '');
    const graph = argumentText(each, 'graph');
    return each.name.value === 'join__field' && narrower && graph && narrower !== namedType(type) ? [{ graph, narrower }] : [];
  });

const isAbstract = (definition: DefinitionNode | undefined): boolean =>
  definition?.kind === Kind.INTERFACE_TYPE_DEFINITION || definition?.kind === Kind.UNION_TYPE_DEFINITION;
