import { GraphQLError } from 'graphql';
import { limitError } from '../limits.ts';
import type { Operation } from '../operations.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { coerceVariables } from '../plan/variables.ts';
import type { Supergraph } from '../supergraph.ts';
import { checkPages } from './page-size.ts';
import type { RateLimits } from './rate-limits.ts';

/** What is asked of an operation before anything is fetched for it. */
export type Admission = {
  /** Counts a request for its caller; the error when it comes too often. */
  count: (caller: Pick<Operation, 'headers' | 'identity'>) => GraphQLError | null;
  /**
   * The estimated cost of an operation as its supergraph plans it, and how much is allowed: null when no limit holds.
   * Throws a GraphQLError when it, or a page, is beyond the limit. Wrong variables cost nothing here: execution names them.
   */
  cost: (
    planned: PlannedOperation,
    operation: Operation,
    supergraph: Pick<Supergraph, 'costs'>,
  ) => { estimated: number; max: number | null };
};

/** `costLimit` always holds; without one the standard limit does, where the supergraph says what things cost. */
export type AdmissionOptions = { costLimit?: number; rateLimits?: RateLimits };

/** Where nothing says how long lists are, four of them within each other are estimated at 10,000: no reason to refuse them. */
const STANDARD_COST = 5_000;

export const createAdmission = ({ costLimit, rateLimits }: AdmissionOptions): Admission => ({
  count: ({ headers, identity }) => {
    const refusal = rateLimits?.take({ address: headers['x-client-address'], userId: identity?.userId });
    if (!refusal) return null;
    const { limit, max, retryAfter } = refusal;
    return new GraphQLError(`Too many requests: the limit "${limit}" is ${max} a minute. Try again after ${retryAfter} seconds.`, {
      extensions: { code: 'RATE_LIMITED', limit, max, retryAfter },
    });
  },
  cost: (planned, operation, { costs }) => {
    checkPages(planned.pages, operation.variables);
    const estimated = estimate(planned, operation);
    const max = costLimit ?? (costs.isLinked ? STANDARD_COST : null);
    if (max === null || estimated <= max) return { estimated, max };
    const error = limitError(`The operation's cost of ${estimated} exceeds the limit "cost" of ${max}. Ask for less at once.`, 'cost', max);
    throw new GraphQLError(error.message, { extensions: { ...error.extensions, estimated } });
  },
});

const estimate = (planned: PlannedOperation, { variables }: Operation): number => {
  if (typeof planned.cost === 'number') return planned.cost;
  const { coerced } = coerceVariables(planned, variables);
  return coerced ? planned.cost(coerced) : 0;
};
