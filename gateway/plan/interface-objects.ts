import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { argumentText } from './join-directives.ts';

/** Interfaces that are an `@interfaceObject` in some subgraph. */
export const interfaceObjectsOf = (supergraph: DocumentNode): ReadonlySet<string> =>
  new Set(interfacesOf(supergraph).flatMap((type) => (ofType(type).some(isInterfaceObject) ? [type.name.value] : [])));

/** Whether a type is an `@interfaceObject` in a subgraph. */
export const isInterfaceObjectIn = (type: DefinitionNode | undefined, graph: Graph): boolean =>
  type?.kind === Kind.INTERFACE_TYPE_DEFINITION &&
  ofType(type).some((each) => argumentText(each, 'graph') === graph && isInterfaceObject(each));

/** Where subgraphs only refer to interfaces: each is an `@interfaceObject` there without a key by which it could be asked. */
export type Referrals = {
  /** The subgraphs that may answer a field. */
  answering(type: string, field: string): readonly Graph[];
  /** Whether one of these subgraphs only refers to the interface, and has the field itself. */
  isReferred(type: string, field: string, graphs: ReadonlySet<Graph>): boolean;
};

/** A value of `join__Graph`. */
export type Graph = string;

/** Reads them from a supergraph; where nothing only refers, no subgraph is told for any field. */
export const readReferrals = (supergraph: DocumentNode): Referrals => {
  const referred = new Map(
    interfacesOf(supergraph).flatMap((type) => {
      const referring = referringGraphs(ofType(type));
      return (type.fields ?? []).flatMap((field) => {
        const graphs = graphsOf(type, field, isOwn).filter((graph) => referring.has(graph));
        return graphs.length > 0 ? [[`${type.name.value}.${field.name.value}`, graphs] as const] : [];
      });
    }),
  );
  const answering = new Map(referred.size > 0 ? typesOf(supergraph).flatMap(fieldsWithGraphs) : []);
  return {
    answering: (type, field) => answering.get(`${type}.${field}`) ?? [],
    isReferred: (type, field, graphs) => (referred.get(`${type}.${field}`) ?? []).some((graph) => graphs.has(graph)),
  };
};

type TypeWithFields = InterfaceTypeDefinitionNode | ObjectTypeDefinitionNode;

const typesOf = ({ definitions }: DocumentNode): TypeWithFields[] =>
  definitions.filter(
    (node): node is TypeWithFields => node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_DEFINITION,
  );

const fieldsWithGraphs = (type: TypeWithFields) =>
  (type.fields ?? []).map((field) => [`${type.name.value}.${field.name.value}`, graphsOf(type, field)] as const);

/**
 * A field without `@join__field` is in all subgraphs of its type. What a type has from an `@interfaceObject`
 * is in none; the interface's field is.
 */
const graphsOf = (type: TypeWithFields, { directives = [] }: FieldDefinitionNode, counts = (_: ConstDirectiveNode) => true): Graph[] => {
  const fields = directives.filter(({ name }) => name.value === 'join__field');
  return (fields.length > 0 ? fields.filter(counts) : ofType(type)).flatMap((each) => argumentText(each, 'graph') ?? []);
};

const isOwn = (directive: ConstDirectiveNode): boolean => argumentText(directive, 'external') !== 'true';

const interfacesOf = ({ definitions }: DocumentNode): InterfaceTypeDefinitionNode[] =>
  definitions.filter((node): node is InterfaceTypeDefinitionNode => node.kind === Kind.INTERFACE_TYPE_DEFINITION);

const ofType = ({ directives = [] }: TypeWithFields) => directives.filter(({ name }) => name.value === 'join__type');

const isInterfaceObject = (directive: ConstDirectiveNode): boolean => argumentText(directive, 'isInterfaceObject') === 'true';

const referringGraphs = (types: readonly ConstDirectiveNode[]): ReadonlySet<string | null> => {
  const graphOf = (directive: ConstDirectiveNode) => argumentText(directive, 'graph');
  const asked = new Set(types.filter((each) => argumentText(each, 'resolvable') !== 'false').map(graphOf));
  return new Set(types.filter((each) => isInterfaceObject(each) && !asked.has(graphOf(each))).map(graphOf));
};
