import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { errorCatalogue } from '#schema/errors.ts';
import { isUnauthorised } from './authorise-document.ts';

/** Stands in an error's path for every item of a list, as in Apollo Router. */
export const EVERY_ITEM = '@';

/** The errors that name what a caller may not see, one for each place in the answer. */
export type Refusals = () => GraphQLError[];

type Walk = { schema: GraphQLSchema; document: DocumentNode; keyOf: (node: FieldNode) => string };

/** @param authenticated whether the caller is known: then what is missing is a right (`FORBIDDEN`), else an identity (`UNAUTHENTICATED`) */
export const compileRefusals = (walk: Walk, operation: OperationDefinitionNode, authenticated: boolean): Refusals => {
  const paths = new Map<string, string[]>();
  collect(walk, operation.selectionSet, walk.schema.getRootType(operation.operation)!, [], paths, new Set());
  return () => [...paths.values()].map((path) => refusal(path, authenticated));
};

const refusal = (path: readonly string[], authenticated: boolean): GraphQLError =>
  new GraphQLError(authenticated ? 'This needs rights that your session does not have.' : errorCatalogue.UNAUTHENTICATED, {
    path,
    extensions: { code: authenticated ? 'FORBIDDEN' : 'UNAUTHENTICATED', reason: 'UNAUTHORIZED_FIELD_OR_TYPE' },
  });

const collect = (
  walk: Walk,
  set: SelectionSetNode,
  parent: GraphQLCompositeType,
  path: readonly string[],
  paths: Map<string, string[]>,
  spread: Set<string>,
): void => {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const field = isUnionType(parent) ? undefined : parent.getFields()[selection.name.value];
      if (!field) continue;
      const below = [...path, walk.keyOf(selection)];
      const type = getNamedType(field.type);
      if (isUnauthorised(selection)) paths.set(below.join('.'), below);
      else if (selection.selectionSet && isCompositeType(type))
        collect(walk, selection.selectionSet, type, [...below, ...listMarks(field.type)], paths, spread);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(walk.document, selection.name.value);
    const place = fragment === selection ? null : `${path.join('.')} ${(selection as { name?: { value: string } }).name?.value}`;
    if (!fragment || (place !== null && spread.has(place))) continue;
    if (place !== null) spread.add(place);
    const type = fragment.typeCondition ? walk.schema.getType(fragment.typeCondition.name.value) : parent;
    if (isCompositeType(type)) collect(walk, fragment.selectionSet, type, path, paths, spread);
  }
};

const fragmentOf = (document: DocumentNode, name: string) =>
  document.definitions.find((node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name) as
    | Extract<DocumentNode['definitions'][number], { kind: Kind.FRAGMENT_DEFINITION }>
    | undefined;

const listMarks = (type: GraphQLOutputType): string[] => {
  if (isNonNullType(type)) return listMarks(type.ofType);
  return isListType(type) ? [EVERY_ITEM, ...listMarks(type.ofType)] : [];
};
