import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { onType, TYPENAME } from '../plan/ast-nodes.ts';
import type { AccessRules, Requirement } from './access-rules.ts';
import { objectTypes, typesGiven } from './field-types.ts';
import { refuseTooManyFields } from './too-many-fields.ts';

/** Marks a field that the caller may not see. Clients cannot write it: a document that names it is not valid. */
const UNAUTHORISED: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: '__unauthorised' } };

export const isUnauthorised = ({ directives }: FieldNode): boolean => directives?.includes(UNAUTHORISED) ?? false;

type Authorising = { schema: GraphQLSchema; rules: AccessRules; isMet: (requirement: Requirement) => boolean };

/**
 * A valid document with what the caller may not see marked. A field is marked for its own requirements, for those of the object type
 * it is on and those of the type it gives, of an abstract one when none of its types is allowed; on an interface it stands apart for
 * each object type when they differ. Its types then share what is below, so that nothing is multiplied before it is counted.
 *
 * @throws GraphQLError when it has more fields than an operation may have
 */
export const authoriseDocument = (authorising: Authorising, document: DocumentNode): DocumentNode => {
  const authorised = {
    ...document,
    definitions: document.definitions.map((node) => {
      const type = typeOfDefinition(authorising.schema, node);
      return type && 'selectionSet' in node ? { ...node, selectionSet: authoriseSet(authorising, node.selectionSet, type) } : node;
    }),
  };
  refuseTooManyFields(authorised);
  return authorised;
};

const typeOfDefinition = (schema: GraphQLSchema, node: DocumentNode['definitions'][number]): GraphQLCompositeType | null => {
  if (node.kind === Kind.OPERATION_DEFINITION) return schema.getRootType(node.operation) ?? null;
  return node.kind === Kind.FRAGMENT_DEFINITION ? compositeType(schema, node.typeCondition.name.value) : null;
};

const compositeType = (schema: GraphQLSchema, name: string): GraphQLCompositeType | null => {
  const type = schema.getType(name);
  return isCompositeType(type) ? type : null;
};

const authoriseSet = (authorising: Authorising, set: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode => ({
  ...set,
  selections: set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return authoriseField(authorising, selection, parent);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    const type = selection.typeCondition ? compositeType(authorising.schema, selection.typeCondition.name.value) : parent;
    return [{ ...selection, selectionSet: authoriseSet(authorising, selection.selectionSet, type ?? parent) }];
  }),
});

const authoriseField = (authorising: Authorising, node: FieldNode, parent: GraphQLCompositeType): SelectionNode[] => {
  const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
  if (!field) return [node];
  const owners = objectTypes(authorising.schema, parent);
  const allowed = owners.filter((owner) => isAllowed(authorising, owner, field.name));
  if (allowed.length === 0 && owners.length > 0) return [marked(node)];
  const type = getNamedType(field.type);
  const below =
    node.selectionSet && isCompositeType(type) ? { ...node, selectionSet: authoriseSet(authorising, node.selectionSet, type) } : node;
  if (allowed.length === owners.length) return [below];
  return owners.map((owner) => onType(owner.name, [allowed.includes(owner) ? below : marked(node)]));
};

/** Whether all that the type and its field require is met, and what one of the types requires that the field may give. */
const isAllowed = ({ schema, rules, isMet }: Authorising, owner: GraphQLObjectType, fieldName: string): boolean => {
  const field = owner.getFields()[fieldName];
  if (!field) return true;
  const given = typesGiven(schema, field);
  return (
    rules.ofType(owner.name).every(isMet) &&
    rules.ofField(owner.name, fieldName).every(isMet) &&
    (given.length === 0 || given.some(({ name }) => rules.ofType(name).every(isMet)))
  );
};

const marked = (node: FieldNode): FieldNode => ({ ...node, directives: [...(node.directives ?? []), UNAUTHORISED] });

/** What is planned: the document without the marked fields. */
export const withoutUnauthorised = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Field: (node) => (isUnauthorised(node) ? null : undefined),
    SelectionSet: { leave: (node) => (node.selections.length === 0 ? { ...node, selections: [TYPENAME] } : undefined) },
  });
