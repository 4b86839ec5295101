import { MultiMap } from '@apollo/federation-internals';

/** What a fetch under way in the planner can do, of what matters here. */
type FetchGroup = {
  isDescendantOf(other: FetchGroup): boolean;
  mergeInWithAllDependencies(other: FetchGroup): void;
};

let isTaught = false;

/**
 * Teaches the planner of this process not to merge two equal fetches of which one waits for the other. It does so for an `@interfaceObject`
 * with a `@requires` that is asked for under a fragment; each fetch then waits for itself, and the planner never ends
 * (`mergeFetchesToSameSubgraphAndSameInputs` in @apollo/query-planner 2.14). Its class of fetches is not exported, so it is met in the map
 * by which it looks for equal fetches.
 */
export const mergeUnrelatedFetchesOnly = (): void => {
  if (isTaught) return;
  isTaught = true;
  const { add } = MultiMap.prototype;
  MultiMap.prototype.add = function (this: MultiMap<unknown, unknown>, key, value) {
    if (isFetchGroup(value)) {
      teach(Object.getPrototypeOf(value));
      MultiMap.prototype.add = add;
    }
    return add.call(this, key, value);
  };
};

const isFetchGroup = (value: unknown): value is FetchGroup =>
  typeof value === 'object' && value !== null && 'mergeInWithAllDependencies' in value && 'isDescendantOf' in value;

const teach = (prototype: FetchGroup): void => {
  const merge = prototype.mergeInWithAllDependencies;
  prototype.mergeInWithAllDependencies = function (this: FetchGroup, other) {
    if (!this.isDescendantOf(other) && !other.isDescendantOf(this)) merge.call(this, other);
  };
};
