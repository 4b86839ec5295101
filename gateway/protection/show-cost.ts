import type { ExecutionResult } from 'graphql';
import type { Outlet } from '../live/outlet.ts';
import { createPayload, type Payload } from '../live/payload.ts';
import type { Admission } from './admission.ts';

type Estimate = ReturnType<Admission['cost']>;

/**
 * Whether a client asks for the cost: `x-graphql-cost: 1` as a header, in `connection_init`'s payload or in an operation's `extensions`.
 */
export const asksForCost = (values: Readonly<Record<string, unknown>> | null | undefined): boolean => {
  const asked = values?.['x-graphql-cost'];
  return asked === '1' || asked === 1 || asked === true;
};

/** A subscriber's end that is told the estimated cost with its first message; the others stay those that everybody gets. */
export const showingCost = (outlet: Outlet, cost: Estimate): Outlet => {
  let isTold = false;
  return {
    ...outlet,
    send: (payload) => {
      outlet.send(isTold ? payload : withCost(payload, cost));
      isTold = true;
    },
  };
};

const withCost = ({ text, position, since }: Payload, cost: Estimate): Payload => {
  const result = JSON.parse(text) as ExecutionResult;
  return createPayload({ ...result, extensions: { ...result.extensions, cost } }, position, since);
};
