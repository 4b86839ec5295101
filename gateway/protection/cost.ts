import type { FieldNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
/** A cost that is known when an operation is compiled, or that depends on its variables. */
export type Cost = number | ((variables: Variables) => number);

/** Computed at once when the field's arguments hold no variable. */
export const dependent = (node: FieldNode, cost: (variables: Variables) => number): Cost =>
  JSON.stringify(node.arguments ?? [], (key, value) => (key === 'loc' ? undefined : value)).includes('"Variable"') ? cost : constant(cost);

/** What throws does so for each request, not when the operation is compiled. */
const constant = (cost: (variables: Variables) => number): Cost => {
  try {
    return cost({});
  } catch {
    return cost;
  }
};

/** Each type of an abstract one may lead back to it: what is below is found once for a request's variables, not once on each way there. */
export const foundOnce = (cost: Cost): Cost => {
  if (typeof cost === 'number') return cost;
  const found = new WeakMap<Variables, number>();
  return (variables) => {
    const known = found.get(variables);
    if (known !== undefined) return known;
    const value = cost(variables);
    found.set(variables, value);
    return value;
  };
};

const combined =
  (combine: (values: readonly number[]) => number) =>
  (costs: readonly Cost[]): Cost =>
    costs.every((cost) => typeof cost === 'number')
      ? combine(costs)
      : (variables) => combine(costs.map((cost) => (typeof cost === 'number' ? cost : cost(variables))));

export const sum = combined((values) => values.reduce((total, value) => total + value, 0));
/** The highest, and no less than nothing. */
export const most = combined((values) => Math.max(0, ...values));
const multiplied = combined(([first = 0, second = 0]) => first * second);
export const product = (first: Cost, second: Cost): Cost => multiplied([first, second]);
