import { type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, type InterfaceTypeDefinitionNode, Kind } from 'graphql';
import { argumentText } from './join-directives.ts';

/** Interfaces that are an `@interfaceObject` in some subgraph. */
export const interfaceObjectsOf = (supergraph: DocumentNode): ReadonlySet<string> =>
  new Set(interfacesOf(supergraph).flatMap((type) => (ofType(type).some(isInterfaceObject) ? [type.name.value] : [])));

/** Of each interface the fields of subgraphs that only refer to it: it is an `@interfaceObject` there without a key by which it could be asked. */
export const referredFieldsOf = (supergraph: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    interfacesOf(supergraph).flatMap((type) => {
      const graphs = referringGraphs(ofType(type));
      const names = (type.fields ?? []).flatMap((field) => (isIn(field, graphs) ? [field.name.value] : []));
      return names.length > 0 ? [[type.name.value, new Set(names)] as const] : [];
    }),
  );

const interfacesOf = ({ definitions }: DocumentNode): InterfaceTypeDefinitionNode[] =>
  definitions.filter((node): node is InterfaceTypeDefinitionNode => node.kind === Kind.INTERFACE_TYPE_DEFINITION);

const ofType = ({ directives = [] }: InterfaceTypeDefinitionNode) => directives.filter(({ name }) => name.value === 'join__type');

const isInterfaceObject = (directive: ConstDirectiveNode): boolean => argumentText(directive, 'isInterfaceObject') === 'true';

const referringGraphs = (types: readonly ConstDirectiveNode[]): ReadonlySet<string | null> => {
  const graphOf = (directive: ConstDirectiveNode) => argumentText(directive, 'graph');
  const asked = new Set(types.filter((each) => argumentText(each, 'resolvable') !== 'false').map(graphOf));
  return new Set(types.filter((each) => isInterfaceObject(each) && !asked.has(graphOf(each))).map(graphOf));
};

/** A field without `@join__field` is in all subgraphs of its type. */
const isIn = ({ directives = [] }: FieldDefinitionNode, graphs: ReadonlySet<string | null>): boolean => {
  const fields = directives.filter(({ name }) => name.value === 'join__field');
  const has = fields.some((each) => graphs.has(argumentText(each, 'graph')) && argumentText(each, 'external') !== 'true');
  return graphs.size > 0 && (fields.length === 0 || has);
};
