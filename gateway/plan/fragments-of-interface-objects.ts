import { FragmentSelection, isInterfaceType, type Schema } from '@apollo/federation-internals';

/** Interfaces that are an `@interfaceObject` in some subgraph, by what is planned with. */
const known = new WeakMap<Schema, ReadonlySet<string>>();
let isTaught = false;

/**
 * Teaches the planner of this process to leave a fragment on such an interface where it stands below a wider one. It
 * lifts what is asked of a type within it (`... on Media { ... on Song }` to `... on Song`, `FragmentSelection.normalize`
 * in @apollo/federation-internals 2.14); but a subgraph that has the interface as an object does not know its types.
 */
export const keepInterfaceObjectFragments = (schema: Schema, interfaceObjects: ReadonlySet<string>): void => {
  if (interfaceObjects.size > 0) known.set(schema, interfaceObjects);
  if (isTaught) return;
  isTaught = true;
  const { normalize } = FragmentSelection.prototype;
  FragmentSelection.prototype.normalize = function (this: FragmentSelection, options) {
    const { typeCondition } = this.element;
    const { parentType } = options;
    const isKept =
      typeCondition !== undefined &&
      typeCondition !== parentType &&
      isInterfaceType(typeCondition) &&
      isInterfaceType(parentType) &&
      known.get(typeCondition.schema())?.has(typeCondition.name);
    if (!isKept) return normalize.call(this, options);
    const below = this.selectionSet.normalize({ ...options, parentType: typeCondition });
    return below.isEmpty() ? undefined : this.withUpdatedComponents(this.element.rebaseOnOrError(parentType), below);
  };
};
