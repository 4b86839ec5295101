import type { DocumentNode } from 'graphql';
import { limitError, mostFields, standardLimits } from '../limits.ts';

/**
 * Refuses a document in which one operation has more than 2,000 fields with a GraphQLError: what a client
 * sends has no more, but a field of an interface may stand apart for each type, and so may what is below.
 */
export const refuseTooManyFields = (document: DocumentNode): void => {
  if (mostFields(document) <= standardLimits.fields) return;
  throw limitError(
    `The operation exceeds the limit "fields" of ${standardLimits.fields}: what may be seen of an interface is asked of each type apart. Ask for fewer types at once, or for less below.`,
    'fields',
    standardLimits.fields,
  );
};
