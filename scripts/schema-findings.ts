import type { CompositionSuccess } from '@apollo/composition';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  validate,
} from 'graphql';

/** Sentences, one for each thing that is wrong; none when all is well. */
export type Findings = string[];

type Described = { name: string; description?: string | null | undefined };

const membersOf = (type: GraphQLNamedType): readonly Described[] => {
  if (isEnumType(type)) return type.getValues();
  if (isInputObjectType(type)) return Object.values(type.getFields());
  if (isObjectType(type) || isInterfaceType(type))
    return Object.values(type.getFields()).flatMap((field) => [field, ...argumentsOf(field)]);
  return [];
};

const argumentsOf = ({ name, args }: GraphQLField<unknown, unknown>): readonly Described[] =>
  args.map((argument) => ({ name: `${name}(${argument.name}:)`, description: argument.description }));

/** Types, fields, their arguments, input fields and enum values without a description (spec §2). */
export const undescribed = (schema: GraphQLSchema): Findings =>
  Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [type, ...membersOf(type).map((member) => ({ ...member, name: `${type.name}.${member.name}` }))])
    .filter(({ description }) => !description?.trim())
    .map(({ name }) => `${name} has no description.`);

/** Composition's hints of the `INCONSISTENT_*` kind (spec §2). */
export const inconsistencies = (hints: CompositionSuccess['hints']): Findings =>
  hints.filter((hint) => hint.definition.code.startsWith('INCONSISTENT_')).map((hint) => hint.toString());

type Marks = { live: string[]; feed: string[] };

/** What the directives on the supergraph's subscription fields name: `Subscription` field → `@live(version:)` and `@feed(cursor:)`. */
const subscriptionMarks = (supergraph: string): Map<string, Marks> => {
  const root = parse(supergraph).definitions.find(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Subscription',
  );
  if (root?.kind !== Kind.OBJECT_TYPE_DEFINITION) return new Map();
  return new Map(
    (root.fields ?? []).map((field) => {
      const named = (directive: string, argument: string) =>
        (field.directives ?? [])
          .filter((node) => node.name.value === directive)
          .map((node) => node.arguments?.find(({ name }) => name.value === argument)?.value)
          .map((value) => (value?.kind === Kind.STRING ? value.value : argument));
      return [field.name.value, { live: named('live', 'version'), feed: named('feed', 'cursor') }];
    }),
  );
};

const fieldsOf = (field: GraphQLField<unknown, unknown>): Record<string, unknown> => {
  const type = getNamedType(field.type);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
};

/** Subscription fields of the supergraph that are not exactly one of `@live` and `@feed`, or whose version or cursor does not exist (spec §3). */
export const unmarkedSubscriptions = (supergraph: string, schema: GraphQLSchema): Findings => {
  const marks = subscriptionMarks(supergraph);
  return Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap((field) => {
    const { live, feed } = marks.get(field.name) ?? { live: [], feed: [] };
    if (live.length + feed.length !== 1) return [`Subscription.${field.name} is not marked with one of @live and @feed in the supergraph.`];
    const missing = [...live, ...feed].filter((name) => !(name in fieldsOf(field)));
    return missing.map((name) => `Subscription.${field.name} names a field "${name}" that its type does not have.`);
  });
};

/** Operations (text by file name) that the API schema refuses. */
export const invalidOperations = (schema: GraphQLSchema, operations: Readonly<Record<string, string>>): Findings =>
  Object.entries(operations).flatMap(([file, text]) => validate(schema, parse(text)).map((error) => `${file}: ${error.message}`));

/** What clients of `before` would miss in `after`. */
export const breakingChanges = async (before: GraphQLSchema, after: GraphQLSchema): Promise<Findings> =>
  (await diff(before, after))
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => `Breaks clients: ${message}`);
