import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Fragments, fragmentsOf } from '../plan/ast-nodes.ts';
import type { Row } from './run.ts';

/** Answers an operation's `__schema` and `__type` from the API schema; null when it asks for neither. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => Row | null;

/** Cuts the introspection fields out of an operation, as an operation of their own that graphql-js executes. */
export const compileIntrospection = (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Introspect => {
  const fragments = fragmentsOf(document);
  const fields = operation.operation === 'query' ? introspectionFields(fragments, operation.selectionSet) : [];
  if (fields.length === 0) return () => null;
  const introspection: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: fields } }, ...fragments.values()],
  };
  return (variables) => (executeSync({ schema, document: introspection, variableValues: variables }).data ?? null) as Row | null;
};

const introspectionFields = (fragments: Fragments, selectionSet: SelectionSetNode): FieldNode[] =>
  selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return ['__schema', '__type'].includes(selection.name.value) ? [selection] : [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return introspectionFields(fragments, selection.selectionSet);
    const fragment = fragments.get(selection.name.value);
    return fragment ? introspectionFields(fragments, fragment.selectionSet) : [];
  });
