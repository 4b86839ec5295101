import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

/** What a subgraph says of a field. */
export type FederatedField = {
  isExternal: boolean;
  requires: SelectionSetNode | null;
  provides: SelectionSetNode | null;
  /** What arguments are taken from which context. */
  fromContext: ReadonlyMap<string, { context: string; selection: SelectionSetNode }>;
};

/** What a subgraph says of an object type, an interface or a union. */
export type FederatedType = {
  /** The keys by which the subgraph can be asked, and those by which it only refers to others. */
  keys: { fields: SelectionSetNode; isResolvable: boolean }[];
  isInterfaceObject: boolean;
  /** The contexts that it sets. */
  contexts: Set<string>;
  fields: Map<string, FederatedField>;
};

export type FederatedTypes = Map<string, FederatedType>;

type TypeNode = Pick<ObjectTypeDefinitionNode, 'directives' | 'fields' | 'name'>;

const TYPES: readonly string[] = [
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.UNION_TYPE_DEFINITION,
];

/** Reads the federation directives of a subgraph's SDL. */
export const readFederatedTypes = (sdl: string): FederatedTypes => {
  const types: FederatedTypes = new Map();
  for (const definition of parse(sdl).definitions) {
    if (!TYPES.includes(definition.kind)) continue;
    const node = definition as unknown as TypeNode;
    const type = types.get(node.name.value) ?? { keys: [], isInterfaceObject: false, contexts: new Set(), fields: new Map() };
    types.set(node.name.value, type);
    readType(node, type);
  }
  return types;
};

const readType = ({ directives = [], fields = [] }: TypeNode, type: FederatedType): void => {
  for (const directive of directives) {
    if (directive.name.value === 'interfaceObject') type.isInterfaceObject = true;
    if (directive.name.value === 'context') type.contexts.add(String(argument(directive, 'name')));
    if (directive.name.value !== 'key') continue;
    type.keys.push({ fields: fieldSet(argument(directive, 'fields')), isResolvable: argument(directive, 'resolvable') !== false });
  }
  const isExternal = directives.some(({ name }) => name.value === 'external');
  for (const field of fields) type.fields.set(field.name.value, readField(field, isExternal));
};

const readField = ({ directives = [], arguments: taken = [] }: FieldDefinitionNode, isExternal: boolean): FederatedField => {
  const fieldsOf = (name: string): SelectionSetNode | null => {
    const directive = directives.find((each) => each.name.value === name);
    return directive ? fieldSet(argument(directive, 'fields')) : null;
  };
  return {
    isExternal: isExternal || directives.some(({ name }) => name.value === 'external'),
    requires: fieldsOf('requires'),
    provides: fieldsOf('provides'),
    fromContext: new Map(
      taken.flatMap(({ name, directives: given = [] }) => {
        const directive = given.find((each) => each.name.value === 'fromContext');
        return directive ? [[name.value, contextSelection(String(argument(directive, 'field')))]] : [];
      }),
    ),
  };
};

const argument = (directive: ConstDirectiveNode, name: string): unknown => {
  const node = directive.arguments?.find((each) => each.name.value === name);
  return node && valueFromASTUntyped(node.value);
};

/** `$context { field }` */
const contextSelection = (field: string): { context: string; selection: SelectionSetNode } => {
  const [, context = '', selection = ''] = /^\s*\$(\w+)\s*(.*)$/s.exec(field) ?? [];
  return { context, selection: fieldSet(selection.startsWith('{') ? selection.slice(1, -1) : selection) };
};

/** A FieldSet as a selection set; fields of federation 1 may stand in a list. */
const fieldSet = (fields: unknown): SelectionSetNode => {
  const [definition] = parse(`{ ${Array.isArray(fields) ? fields.join(' ') : fields} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${fields}" is no selection of fields.`);
  return definition.selectionSet;
};
