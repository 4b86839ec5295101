import { limitError } from '../limits.ts';

/** Ways to a field that the planner compares; with more the operation is refused before they fill the memory. */
export const WAYS = 3_000;

/** Plans that are compared; of more, those with the most changes of subgraph are left out. The planner's own 10,000 hold the process up for half a minute. */
export const PLANS = 500;

/** The planner says so by messages only (`pathsLimit` and `NonLocalSelectionsMetadata` in @apollo/query-planner 2.14). */
const TOO_MANY = /^(Too many options generated|Number of non-local selections exceeds limit)/;

/** Plans; what has too many ways is refused by name, with a GraphQLError. */
export const refuseTooManyWays = <Plan>(plan: () => Plan): Plan => {
  try {
    return plan();
  } catch (error) {
    if (!TOO_MANY.test((error as Error).message)) throw error;
    throw limitError(
      `The operation exceeds the limit "ways" of ${WAYS}: so many combinations of subgraphs can answer it. Ask for fewer types at once.`,
      'ways',
      WAYS,
    );
  }
};
