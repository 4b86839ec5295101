import { Field, isInterfaceObjectType, possibleRuntimeTypes } from '@apollo/federation-internals';

let isTaught = false;

/**
 * Teaches the planner of this process that an object's type may be named where its subgraph has an
 * `@interfaceObject`: it breaks off ("Cannot add selection of field … that is potentially an interface object type
 * at runtime", `Field.rebaseOn` in @apollo/federation-internals 2.14) where one of these requires what another one
 * requires something for. The name is part of what the next fetch is to be sent; it is taken from the subgraph that
 * has the interface, and that of the `@interfaceObject`, if it comes at all, gives way to it (execute/merge.ts).
 */
export const nameInterfaceObjects = (): void => {
  if (isTaught) return;
  isTaught = true;
  const { rebaseOn } = Field.prototype;
  Field.prototype.rebaseOn = function (this: Field, options) {
    const { parentType, errorIfCannotRebase } = options;
    const isRefused =
      this.name === '__typename' &&
      errorIfCannotRebase &&
      parentType !== this.definition.parent &&
      possibleRuntimeTypes(parentType).some(isInterfaceObjectType);
    const name = isRefused ? parentType.typenameField() : undefined;
    return name ? this.withUpdatedDefinition(name) : rebaseOn.call(this, options);
  } as typeof rebaseOn;
};
