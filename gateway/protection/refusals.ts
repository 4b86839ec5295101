import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { errorCatalogue } from '#schema/errors.ts';
import { type Fragments, fragmentsOf } from '../plan/ast-nodes.ts';
import { isUnauthorised } from './authorise-document.ts';
import { objectTypes, typesGiven } from './field-types.ts';

/** Stands in an error's path for every item of a list, as in Apollo Router. */
export const EVERY_ITEM = '@';

/** The errors that name what a caller may not see, one for each place in the answer. */
export type Refusals = () => GraphQLError[];

type Asked = { schema: GraphQLSchema; document: DocumentNode; keyOf: (node: FieldNode) => string };
type Walk = Pick<Asked, 'schema' | 'keyOf'> & { fragments: Fragments };

/** @param authenticated whether the caller is known: then what is missing is a right (`FORBIDDEN`), else an identity (`UNAUTHENTICATED`) */
export const compileRefusals = (
  { schema, document, keyOf }: Asked,
  operation: OperationDefinitionNode,
  authenticated: boolean,
): Refusals => {
  const walk: Walk = { schema, fragments: fragmentsOf(document), keyOf };
  const found: Found = { paths: new Map(), spread: new Set() };
  const root = schema.getRootType(operation.operation)!;
  collect(walk, operation.selectionSet, { parent: root, possible: [root], path: [] }, found);
  return () => [...found.paths.values()].map((path) => refusal(path, authenticated));
};

const refusal = (path: readonly string[], authenticated: boolean): GraphQLError =>
  new GraphQLError(authenticated ? 'This needs rights that your session does not have.' : errorCatalogue.UNAUTHENTICATED, {
    path,
    extensions: { code: authenticated ? 'FORBIDDEN' : 'UNAUTHENTICATED', reason: 'UNAUTHORIZED_FIELD_OR_TYPE' },
  });

/** Where a selection stands: the type it is written for, the object types that can occur there, and the answer's path. */
type Place = { parent: GraphQLCompositeType; possible: readonly GraphQLObjectType[]; path: readonly string[] };
/** The paths of what is refused, and the fragments that were looked through, each once for a place. */
type Found = { paths: Map<string, readonly string[]>; spread: Set<string> };

const collect = (walk: Walk, set: SelectionSetNode, place: Place, found: Found): void => {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) collectField(walk, selection, place, found);
    else if (selection.kind === Kind.INLINE_FRAGMENT) collectFragment(walk, selection, place, found);
    else {
      const fragment = walk.fragments.get(selection.name.value);
      const key = [selection.name.value, ...place.possible.map(({ name }) => name), ...place.path].join(' ');
      if (!fragment || found.spread.has(key)) continue;
      found.spread.add(key);
      collectFragment(walk, fragment, place, found);
    }
  }
};

const collectField = (walk: Walk, node: FieldNode, { parent, possible, path }: Place, found: Found): void => {
  const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
  if (!field) return;
  const below = [...path, walk.keyOf(node)];
  if (isUnauthorised(node)) {
    found.paths.set(below.join('.'), below);
    return;
  }
  const type = getNamedType(field.type);
  if (!node.selectionSet || !isCompositeType(type)) return;
  const given = possible.flatMap((owner) => typesGiven(walk.schema, owner.getFields()[field.name] ?? field)).filter(isObjectType);
  collect(walk, node.selectionSet, { parent: type, possible: [...new Set(given)], path: [...below, ...listMarks(field.type)] }, found);
};

/** What is asked of types that cannot occur is not refused. */
const collectFragment = (walk: Walk, node: InlineFragmentNode | FragmentDefinitionNode, place: Place, found: Found): void => {
  const type = node.typeCondition ? walk.schema.getType(node.typeCondition.name.value) : place.parent;
  if (!isCompositeType(type)) return;
  const meant = new Set(objectTypes(walk.schema, type));
  const possible = place.possible.filter((each) => meant.has(each));
  if (possible.length > 0) collect(walk, node.selectionSet, { ...place, parent: type, possible }, found);
};

const listMarks = (type: GraphQLOutputType): string[] => {
  if (isNonNullType(type)) return listMarks(type.ofType);
  return isListType(type) ? [EVERY_ITEM, ...listMarks(type.ofType)] : [];
};
