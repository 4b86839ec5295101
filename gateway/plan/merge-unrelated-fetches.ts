import { MultiMap } from '@apollo/federation-internals';

/** What a fetch under way in the planner can do, of what matters here. */
type FetchGroup = {
  parents(): readonly unknown[];
  canMergeChildIn(child: FetchGroup): boolean;
  isDescendantOf(other: FetchGroup): boolean;
  mergeInWithAllDependencies(other: FetchGroup): void;
};

let isTaught = false;

/**
 * Teaches the planner of this process not to merge fetches of which one waits for something. It merges two equal ones although
 * one waits for the other, for an `@interfaceObject` with a `@requires` that is asked for under a fragment; each then waits
 * for itself, and the planner never ends (`mergeFetchesToSameSubgraphAndSameInputs` in @apollo/query-planner 2.14). And where
 * requirements go from a subgraph to another and back, it asks for the last of them in the first fetch already, without what
 * that requires (`handleRequiresTree`, by `canMergeChildIn`). Its class of fetches is not exported, so it is met in the map by
 * which it looks for equal fetches; that is in time, for what is required is planned before what requires it.
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
  const canMerge = prototype.canMergeChildIn;
  prototype.canMergeChildIn = function (this: FetchGroup, child) {
    return child.parents().length === 1 && canMerge.call(this, child);
  };
};
