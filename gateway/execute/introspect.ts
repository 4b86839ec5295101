import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Row } from './run.ts';

/** Answers an operation's `__schema` and `__type` from the API schema; null when it asks for neither. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => Row | null;

/** Cuts the introspection fields out of an operation, as an operation of their own that graphql-js executes. */
export const compileIntrospection = (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Introspect => {
  const fields = operation.operation === 'query' ? introspectionFields(document, operation.selectionSet) : [];
  if (fields.length === 0) return () => null;
  const introspection: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: fields } },
      ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION),
    ],
  };
  return (variables) => (executeSync({ schema, document: introspection, variableValues: variables }).data ?? null) as Row | null;
};

const introspectionFields = (document: DocumentNode, selectionSet: SelectionSetNode): FieldNode[] =>
  selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return ['__schema', '__type'].includes(selection.name.value) ? [selection] : [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return introspectionFields(document, selection.selectionSet);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? introspectionFields(document, fragment.selectionSet) : [];
  });
