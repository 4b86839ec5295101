import { type DocumentNode, type FieldNode, Kind, type SelectionNode } from 'graphql';

/** The response keys that a subgraph query's root selection brings; of failed fetches, these are what the client misses. */
export const rootResponseKeys = (document: DocumentNode): string[] => keysOf(fieldsOf(document, rootSelections(document)));

/** The same of what is selected below `_entities`. */
export const entityResponseKeys = (document: DocumentNode): string[] =>
  keysOf(fieldsOf(document, rootSelections(document)).flatMap(({ selectionSet }) => fieldsOf(document, selectionSet?.selections ?? [])));

const rootSelections = (document: DocumentNode): readonly SelectionNode[] =>
  document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)?.selectionSet.selections ?? [];

const keysOf = (fields: readonly FieldNode[]): string[] => [
  ...new Set(fields.map(({ alias, name }) => (alias ?? name).value).filter((key) => key !== '__typename')),
];

const fieldsOf = (document: DocumentNode, selections: readonly SelectionNode[]): FieldNode[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, selection.selectionSet.selections);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(document, fragment.selectionSet.selections) : [];
  });
