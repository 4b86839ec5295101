import { type DocumentNode, type FieldNode, Kind, type SelectionNode } from 'graphql';
import { type Fragments, fragmentsOf, responseKey } from '../plan/ast-nodes.ts';

/** The response keys that a subgraph query's root selection brings; of failed fetches, these are what the client misses. */
export const rootResponseKeys = (document: DocumentNode): string[] => keysOf(fieldsOf(fragmentsOf(document), rootSelections(document)));

/** The same of what is selected below `_entities`. */
export const entityResponseKeys = (document: DocumentNode): string[] => {
  const fragments = fragmentsOf(document);
  const entities = fieldsOf(fragments, rootSelections(document));
  return keysOf(entities.flatMap(({ selectionSet }) => fieldsOf(fragments, selectionSet?.selections ?? [])));
};

const rootSelections = (document: DocumentNode): readonly SelectionNode[] =>
  document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)?.selectionSet.selections ?? [];

const keysOf = (fields: readonly FieldNode[]): string[] => [...new Set(fields.map(responseKey).filter((key) => key !== '__typename'))];

const fieldsOf = (fragments: Fragments, selections: readonly SelectionNode[]): FieldNode[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(fragments, selection.selectionSet.selections);
    const fragment = fragments.get(selection.name.value);
    return fragment ? fieldsOf(fragments, fragment.selectionSet.selections) : [];
  });
