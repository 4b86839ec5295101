import { GraphQLError } from 'graphql';
import { limitError } from '../limits.ts';

/** Ways to a field that the planner compares; with more the operation is refused before they fill the memory. */
export const WAYS = 300;

/**
 * Plans that are compared; of more, those with the most changes of subgraph are left out. The planner's own
 * 10,000 hold the process up for half a minute.
 */
export const PLANS = 500;

/** The planner says so by messages only (`pathsLimit` and `NonLocalSelectionsMetadata` in @apollo/query-planner 2.14). */
const TOO_MANY = /^(Too many options generated|Number of non-local selections exceeds limit)/;

/** An array of more combinations fills the memory before the planner has counted them. */
const COMBINATIONS = 50_000;

/** Plans; what has too many ways is refused by name, with a GraphQLError. */
export const refuseTooManyWays = <Plan>(plan: () => Plan): Plan => {
  try {
    return withSmallArrays(plan);
  } catch (error) {
    if (!TOO_MANY.test((error as Error).message)) throw error;
    throw tooManyWays();
  }
};

/** The refusal of what has too many ways, also of what would be too large when planned by its types. */
export const tooManyWays = (): GraphQLError =>
  limitError(
    `The operation exceeds the limit "ways" of ${WAYS}: so many combinations of subgraphs can answer it. Ask for fewer types at once.`,
    'ways',
    WAYS,
  );

/** Whether an error is this refusal. */
export const isTooManyWays = (error: unknown): boolean => error instanceof GraphQLError && error.extensions.limit === 'ways';

/**
 * Lets no array of more than 50,000 places be made meanwhile. The planner multiplies the ways of a field's
 * types out into one array (`flatCartesianProduct` in @apollo/query-graphs 2.14, which is exported nowhere)
 * and counts them only after: four fields of interface objects were 134 million, and the end of the process.
 */
const withSmallArrays = <Result>(work: () => Result): Result => {
  const { Array: Whole } = globalThis;
  globalThis.Array = new Proxy(Whole, {
    construct: (target, given: unknown[], newTarget) => {
      if (given.length === 1 && typeof given[0] === 'number' && given[0] > COMBINATIONS)
        throw new Error('Too many options generated: too many combinations.');
      return Reflect.construct(target, given, newTarget) as object;
    },
  });
  try {
    return work();
  } finally {
    globalThis.Array = Whole;
  }
};
