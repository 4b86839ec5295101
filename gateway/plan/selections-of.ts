import { Kind, parse, type SelectionSetNode } from 'graphql';

/** What a directive selects: `id name`, or with its braces. Throws for what is no selection of fields. */
export const selectionsOf = (fields: string): SelectionSetNode => {
  const [definition] = parse(fields.trim().startsWith('{') ? fields : `{ ${fields} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${fields}" is no selection of fields.`);
  return definition.selectionSet;
};
