import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type SelectionSetNode,
} from 'graphql';
import { namedType } from './ast-nodes.ts';
import { ownContexts } from './context-types.ts';
import { freeName } from './internal-keys.ts';
import { argumentText, graphNames } from './join-directives.ts';
import { selectionsOf } from './selections-of.ts';

/** A field with the arguments that a `@requires` or `@fromContext` gives it, under a name of its own. */
export type RequiredField = { name: string; field: string; arguments: FieldNode['arguments'] };

export type RequiredArguments = {
  /** What is planned by. */
  supergraph: DocumentNode;
  /** By their names. */
  fields: ReadonlyMap<string, RequiredField>;
  /** What fields require, as the planner has it, by `subgraph Type.field`. */
  requirements: ReadonlyMap<string, string>;
};

/** What a field is meant for: itself, or the one that it stands for with arguments. */
export const baseName = ({ fields }: Pick<RequiredArguments, 'fields'>, name: string): string => fields.get(name)?.field ?? name;

/** What a subgraph's field requires; also of one that has a name of its own. Empty when that is nothing. */
export const requirementOf = (
  required: Pick<RequiredArguments, 'fields' | 'requirements'>,
  subgraph: string,
  type: string,
  field: string,
): string => required.requirements.get(`${subgraph} ${type}.${baseName(required, field)}`) ?? '';

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
type Named = ReadonlyMap<string, Composite>;

/**
 * Gives each field that a `@requires` or a `@fromContext` asks for with arguments a field of its own in the
 * planner's supergraph: `price(in: "USD")` becomes `price__required_0`. Otherwise the same field with other
 * arguments, of another requirement, lands under the same response key.
 */
export const nameRequiredArguments = (supergraph: DocumentNode): RequiredArguments => {
  const types: Named = new Map(supergraph.definitions.filter(isComposite).map((type) => [type.name.value, type]));
  const fieldNames = new Set([...types.values()].flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)));
  const found = new Map<string, RequiredField & { on: Set<string> }>();
  const nameOf = (type: string, node: FieldNode): string => {
    const identity = `${node.name.value}(${node.arguments?.map(print).sort()})`;
    const known = found.get(identity) ?? {
      name: freeName(`${node.name.value}__required_${found.size}`, fieldNames),
      field: node.name.value,
      arguments: node.arguments,
      on: new Set(),
    };
    for (const each of implementations(types, type)) known.on.add(each);
    found.set(identity, known);
    return known.name;
  };
  const rename = (set: SelectionSetNode, type: string): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return { ...selection, selectionSet: rename(selection.selectionSet, selection.typeCondition?.name.value ?? type) };
      if (selection.kind !== Kind.FIELD) return selection;
      const below = types.get(type)?.fields?.find(({ name }) => name.value === selection.name.value)?.type;
      const selectionSet = selection.selectionSet && below ? rename(selection.selectionSet, namedType(below)) : selection.selectionSet;
      if (!selection.arguments?.length) return { ...selection, selectionSet };
      return { ...selection, selectionSet, arguments: [], name: { ...selection.name, value: nameOf(type, selection) } };
    }),
  });
  const changed = (selection: string, type: string): string => inner(print(rename(selectionsOf(selection), type)));
  const setters = [...ownContexts(supergraph)];
  const changedContext = (selection: string, context: string): string => {
    let first: string | undefined;
    // All types that set the context get the fields that it names; what is written is the same for each.
    for (const [type, contexts] of setters) {
      if (!contexts.has(context)) continue;
      const there = changed(selection, type);
      first ??= there;
    }
    return first ?? selection;
  };
  const definitions = supergraph.definitions.map((definition) =>
    isComposite(definition)
      ? mapSelections(definition, (requires) => changed(requires, definition.name.value), changedContext)
      : definition,
  );
  const fields = new Map([...found.values()].map((field) => [field.name, field]));
  const requirements = readRequirements(definitions);
  if (fields.size === 0) return { supergraph, fields, requirements };
  const added = [...found.values()];
  return {
    fields,
    requirements,
    supergraph: { ...supergraph, definitions: definitions.map((each) => (isComposite(each) ? withFields(each, added) : each)) },
  };
};

const readRequirements = (definitions: readonly DefinitionNode[]): ReadonlyMap<string, string> => {
  const names = graphNames(definitions);
  const requirements = new Map<string, string>();
  for (const { name: type, fields = [] } of definitions.filter(isComposite)) {
    for (const { name, directives = [] } of fields) {
      for (const directive of directives) {
        const [graph, requires] = [argumentText(directive, 'graph'), argumentText(directive, 'requires')];
        if (graph && requires) requirements.set(`${names.get(graph) ?? graph} ${type.value}.${name.value}`, requires);
      }
    }
  }
  return requirements;
};

const isComposite = (definition: DefinitionNode): definition is Composite =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

/** A type and all types that implement it. */
const implementations = (types: Named, type: string): string[] => [
  type,
  ...[...types.values()].filter(({ interfaces = [] }) => interfaces.some(({ name }) => name.value === type)).map(({ name }) => name.value),
];

const withFields = (type: Composite, found: readonly (RequiredField & { on: Set<string> })[]): Composite => {
  const added = found.flatMap(({ name, field, on }): FieldDefinitionNode[] => {
    const original = on.has(type.name.value) ? type.fields?.find((each) => each.name.value === field) : undefined;
    return original ? [{ ...original, name: { ...original.name, value: name }, arguments: [] }] : [];
  });
  return { ...type, fields: [...(type.fields ?? []), ...added] };
};

/** Changes what `@requires` and `@fromContext` select, where it has arguments. */
const mapSelections = (
  type: Composite,
  change: (requires: string) => string,
  changeContext: (selection: string, context: string) => string,
): Composite => {
  const changeArgument = ({ name, value }: ConstArgumentNode): ConstValueNode => {
    if (name.value === 'requires') return mapText(value, change);
    if (name.value !== 'contextArguments' || value.kind !== Kind.LIST) return value;
    return { ...value, values: value.values.map((each) => mapContextArgument(each, changeContext)) };
  };
  const changeDirective = (directive: ConstDirectiveNode): ConstDirectiveNode =>
    directive.name.value === 'join__field'
      ? { ...directive, arguments: directive.arguments?.map((argument) => ({ ...argument, value: changeArgument(argument) })) }
      : directive;
  return { ...type, fields: type.fields?.map((field) => ({ ...field, directives: field.directives?.map(changeDirective) })) };
};

const mapContextArgument = (value: ConstValueNode, change: (selection: string, context: string) => string): ConstValueNode => {
  if (value.kind !== Kind.OBJECT) return value;
  const context = value.fields.find(({ name }) => name.value === 'context')?.value;
  const changed = (text: string): string => `{ ${change(text, context?.kind === Kind.STRING ? context.value : '')} }`;
  return {
    ...value,
    fields: value.fields.map((field) => (field.name.value === 'selection' ? { ...field, value: mapText(field.value, changed) } : field)),
  };
};

const mapText = (value: ConstValueNode, change: (text: string) => string): ConstValueNode =>
  value.kind === Kind.STRING && value.value.includes('(') ? { ...value, value: change(value.value) } : value;

/** Without the outer braces. */
const inner = (selectionSet: string): string => selectionSet.trim().slice(1, -1).trim();
