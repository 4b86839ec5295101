import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  parseType,
} from 'graphql';
import { collectFields } from '../execute/collect-fields.ts';
import type { SubscriptionField } from '../subscription-fields.ts';
import type { Supergraph } from '../supergraph.ts';
import { fragmentsOf } from './ast-nodes.ts';

/** The alias under which the gateway asks for a version or a cursor; the client's shape does not have it. */
export const POSITION = '__position';
/** The variable that a feed's `after` is moved to, so that the feed can be resumed. */
export const AFTER = '__after';

/** A subscription as the gateway asks for it upstream. */
export type Followable = {
  document: DocumentNode;
  /** The response key of the one root field. */
  key: string;
  field: SubscriptionField;
  /** Where the client wants a feed to begin; undefined: from now. */
  firstAfter: (variables: Record<string, unknown>) => unknown;
};

/**
 * Adds to a subscription what its kind needs and the client may not have asked for: a live value's version, a feed's cursor and its
 * `after` as a variable. Fragments around the root field are opened.
 */
export const followable = (supergraph: Supergraph, document: DocumentNode, definition: OperationDefinitionNode): Followable => {
  const type = supergraph.schema.getSubscriptionType()!;
  const fragments = fragmentsOf(document);
  const groups = [...collectFields(supergraph.schema, fragments, type, [definition.selectionSet])];
  const [key, nodes] = groups[0]!;
  const name = nodes[0]!.name.value;
  const definitionOfField = type.getFields()[name];
  if (!definitionOfField || groups.length > 1)
    throw new GraphQLError('A subscription has exactly one root field.', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  const field = supergraph.subscriptionFields.get(name) ?? { kind: 'stream', public: false };
  const after = field.kind === 'feed' ? field.after : null;
  if (after && definition.variableDefinitions?.some(({ variable }) => variable.name.value === AFTER))
    throw new GraphQLError(`The variable "$${AFTER}" is the gateway's own. Give yours another name.`, {
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  const selections = nodes.map((node, index) => asked(node, index === 0 ? position(field) : null, after));
  const opened: OperationDefinitionNode = {
    ...definition,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
    variableDefinitions: [...(definition.variableDefinitions ?? []), ...(after ? [afterDefinition(definitionOfField, after)] : [])],
  };
  return {
    document: { ...document, definitions: document.definitions.map((node) => (node === definition ? opened : node)) },
    key,
    field,
    firstAfter: (variables) => (after ? getArgumentValues(definitionOfField, nodes[0]!, variables)[after] : undefined),
  };
};

const position = (field: SubscriptionField): string | null =>
  field.kind === 'live' ? field.version : field.kind === 'feed' ? field.cursor : null;

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;

const asked = (node: FieldNode, positionField: string | null, after: string | null): FieldNode => ({
  ...node,
  arguments: after ? [...(node.arguments ?? []).filter(({ name }) => name.value !== after), afterArgument(after)] : node.arguments,
  selectionSet: node.selectionSet && {
    ...node.selectionSet,
    selections: positionField
      ? [...node.selectionSet.selections, { kind: Kind.FIELD, name: nameNode(positionField), alias: nameNode(POSITION) }]
      : node.selectionSet.selections,
  },
});

const afterArgument = (name: string): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: nameNode(name),
  value: { kind: Kind.VARIABLE, name: nameNode(AFTER) },
});

const afterDefinition = (field: GraphQLField<unknown, unknown>, after: string) =>
  ({
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: nameNode(AFTER) },
    type: parseType(String(field.args.find(({ name }) => name === after)!.type)),
  }) as const;
