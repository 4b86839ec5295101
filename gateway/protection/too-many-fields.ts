import { type DocumentNode, type FieldNode, type GraphQLError, Kind, type SelectionSetNode } from 'graphql';
import { limitError, standardLimits } from '../limits.ts';

/**
 * Refuses a document in which one operation has more than 2,000 fields, each spread's counted anew, with a GraphQLError: what a client sends has no more,
 * but a field of an interface may stand apart for each type, and so may what is below. Parts that are shared are counted once.
 */
export const refuseTooManyFields = (document: DocumentNode): void => {
  const count = createCount(document);
  for (const node of document.definitions)
    if (node.kind === Kind.OPERATION_DEFINITION && count(node.selectionSet) > standardLimits.fields) throw tooManyFields();
};

const tooManyFields = (): GraphQLError =>
  limitError(
    `The operation exceeds the limit "fields" of ${standardLimits.fields}: what may be seen of an interface is asked of each type apart. Ask for fewer types at once, or for less below.`,
    'fields',
    standardLimits.fields,
  );

const createCount = ({ definitions }: DocumentNode): ((set: SelectionSetNode) => number) => {
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet]] : [])),
  );
  const known = new Map<SelectionSetNode, number>();
  const ofField = ({ name, selectionSet }: FieldNode): number =>
    1 + (selectionSet && !name.value.startsWith('__') ? count(selectionSet) : 0);
  const count = (set: SelectionSetNode): number => {
    const sum =
      known.get(set) ??
      set.selections.reduce((total, selection) => {
        if (selection.kind === Kind.FIELD) return total + ofField(selection);
        const below = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value);
        return total + (below ? count(below) : 0);
      }, 0);
    known.set(set, sum);
    return sum;
  };
  return count;
};
