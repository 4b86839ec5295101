import { GraphQLError } from 'graphql';
import { limitError } from '../limits.ts';
import type { Operation } from '../operations.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { coerceVariables } from '../plan/variables.ts';
import { checkPages } from './page-size.ts';
import type { RateLimits } from './rate-limits.ts';

/** What is asked of an operation before anything is fetched for it. */
export type Admission = {
  /** Counts a request for its caller; the error when it comes too often. */
  count: (caller: Pick<Operation, 'headers' | 'identity'>) => GraphQLError | null;
  /** The estimated cost of a planned operation. Throws a GraphQLError when it, or a page, is beyond the limit. Wrong variables cost nothing here: execution names them. */
  cost: (planned: PlannedOperation, operation: Operation) => { estimated: number; max: number };
};

export type AdmissionOptions = { costLimit?: number; rateLimits?: RateLimits };

export const createAdmission = ({ costLimit = Number.POSITIVE_INFINITY, rateLimits }: AdmissionOptions): Admission => ({
  count: ({ headers, identity }) => {
    const refusal = rateLimits?.take({ address: headers['x-client-address'], userId: identity?.userId });
    if (!refusal) return null;
    const { limit, max, retryAfter } = refusal;
    return new GraphQLError(`Too many requests: the limit "${limit}" is ${max} a minute. Try again after ${retryAfter} seconds.`, {
      extensions: { code: 'RATE_LIMITED', limit, max, retryAfter },
    });
  },
  cost: (planned, operation) => {
    checkPages(planned.pages, operation.variables);
    const estimated = estimate(planned, operation);
    if (estimated <= costLimit) return { estimated, max: costLimit };
    const error = limitError(
      `The operation's cost of ${estimated} exceeds the limit "cost" of ${costLimit}. Ask for less at once.`,
      'cost',
      costLimit,
    );
    throw new GraphQLError(error.message, { extensions: { ...error.extensions, estimated } });
  },
});

const estimate = (planned: PlannedOperation, { variables }: Operation): number => {
  if (typeof planned.cost === 'number') return planned.cost;
  const { coerced } = coerceVariables(planned, variables);
  return coerced ? planned.cost(coerced) : 0;
};
