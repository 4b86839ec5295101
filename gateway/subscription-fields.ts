import type { FieldDefinition, ObjectType, Schema } from '@apollo/federation-internals';
import {
  type GraphQLField,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** What a subscription is (spec §3): a live value, a feed, or a stream that is passed through in order. */
export type LiveKind =
  | {
      kind: 'live';
      /** The field that only grows. */
      version: string;
    }
  | {
      kind: 'feed';
      /** The field that names an item's place. */
      cursor: string;
      /** The argument that resumes from one. */
      after: string;
    }
  | { kind: 'stream' };

export type SubscriptionField = LiveKind & {
  /** `@cacheControl(scope: PUBLIC)`: shared across people, and therefore executed without any identity. */
  public: boolean;
};

/**
 * Reads `@live`, `@feed` and `@cacheControl` of every subscription field in the supergraph. Throws for a
 * directive that names what is not there.
 */
export const readSubscriptionFields = (supergraph: Schema, schema: GraphQLSchema): ReadonlyMap<string, SubscriptionField> => {
  const root = supergraph.schemaDefinition.rootType('subscription');
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  return new Map((root?.fields() ?? []).flatMap((field) => (fields[field.name] ? [[field.name, read(field, fields[field.name]!)]] : [])));
};

/** What a cursor may be, and what resumes from one: event streams bring it back as text (`Last-Event-ID`). */
const isText = (type: GraphQLType): boolean => ['String', 'ID'].includes(String(getNullableType(type)));

/** A scalar of somebody's own may be text. */
const isNoText = (type: GraphQLType): boolean =>
  !isLeafType(getNullableType(type)) || ['Int', 'Float', 'Boolean'].includes(getNamedType(type).name);

const read = (field: FieldDefinition<ObjectType>, apiField: GraphQLField<unknown, unknown>): SubscriptionField => {
  const isPublic = directive(field, 'cacheControl')?.scope === 'PUBLIC';
  const live = directive(field, 'live');
  if (live) return { kind: 'live', version: knownField(apiField, String(live.version)), public: isPublic };
  const feed = directive(field, 'feed');
  if (!feed) return { kind: 'stream', public: isPublic };
  const after = String(feed.after);
  const argument = apiField.args.find(({ name }) => name === after);
  if (!argument) throw new Error(`@feed on Subscription.${apiField.name}: there is no argument "${after}".`);
  if (!isText(argument.type)) throw notText(apiField, `argument "${after}"`);
  const cursor = knownField(apiField, String(feed.cursor));
  if (isNoText(typeOf(apiField, cursor)!)) throw notText(apiField, `cursor "${cursor}"`);
  return { kind: 'feed', cursor, after, public: isPublic };
};

const directive = (field: FieldDefinition<ObjectType>, name: string): Record<string, unknown> | undefined =>
  field.appliedDirectives.find((applied) => applied.name === name)?.arguments(true);

const notText = ({ name }: GraphQLField<unknown, unknown>, what: string): Error =>
  new Error(`@feed on Subscription.${name}: its ${what} must be a String or an ID, since streams resume by text.`);

/** The type of one of the fields that a subscription's items have. */
const typeOf = (field: GraphQLField<unknown, unknown>, name: string): GraphQLType | undefined => {
  const type = getNamedType(field.type);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name]?.type : undefined;
};

const knownField = (field: GraphQLField<unknown, unknown>, name: string): string => {
  if (typeOf(field, name)) return name;
  throw new Error(`Subscription.${field.name}: its type has no field "${name}", which its directive names.`);
};
