import {
  baseType,
  type CompositeType,
  federationMetadata,
  isCompositeType,
  isUnionType,
  type Selection,
  SelectionSet,
} from '@apollo/federation-internals';

let isTaught = false;

/**
 * Teaches the planner of this process that a subgraph does not answer its `@external` fields. What a `@requires` needs it moves from the
 * subgraph that has it to the one before in the plan, when only the names of the fields are known there (`handleRequiresTree` in
 * @apollo/query-planner 2.14, by `SelectionSet.canRebaseOn`); that subgraph "usually can't resolve" them (federation, `@external`).
 */
export const keepExternalFields = (): void => {
  if (isTaught) return;
  isTaught = true;
  const { canRebaseOn } = SelectionSet.prototype;
  SelectionSet.prototype.canRebaseOn = function (this: SelectionSet, type) {
    return canRebaseOn.call(this, type) && !asksExternal(this.selections(), type);
  };
};

const asksExternal = (selections: readonly Selection[], type: CompositeType): boolean =>
  selections.some((selection) => {
    if (selection.kind === 'FragmentSelection') {
      const condition = type.schema().type(selection.element.typeCondition?.name ?? type.name);
      return condition !== undefined && isCompositeType(condition) && asksExternal(selection.selectionSet.selections(), condition);
    }
    const field = isUnionType(type) ? undefined : type.field(selection.element.name);
    const metadata = federationMetadata(type.schema());
    if (!field || !metadata) return false;
    if (metadata.isFieldExternal(field) && !isKey(type, field.name)) return true;
    const below = baseType(field.type!);
    return selection.selectionSet !== undefined && isCompositeType(below) && asksExternal(selection.selectionSet.selections(), below);
  });

/** Keys may be marked as external, and are answered all the same. */
const isKey = (type: CompositeType, name: string): boolean =>
  type.appliedDirectivesOf('key').some((key) => new RegExp(`\\b${name}\\b`).test(String(key.arguments().fields)));
