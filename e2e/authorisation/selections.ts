import { type GraphQLField, type GraphQLNamedOutputType, getNamedType, isObjectType, isRequiredArgument } from 'graphql';
import { fieldAccess } from './access.ts';

type Field = GraphQLField<unknown, unknown>;

const REQUIRED: Record<string, string> = { interval: 'DAY' };

const fieldsOf = (type: GraphQLNamedOutputType): Field[] => (isObjectType(type) ? Object.values(type.getFields()) : []);

const asked = ({ name, args }: Field): string => {
  const required = args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${REQUIRED[arg.name]}`);
  return required.length === 0 ? name : `${name}(${required.join(', ')})`;
};

const selected = (field: Field, below: string): string => `${asked(field)}${isObjectType(getNamedType(field.type)) ? ` { ${below} }` : ''}`;

/** All that whoever reached a type may read of it and of what lies below, and beside it each field that is the owner's alone. */
export const outsideSelection = (type: GraphQLNamedOutputType): string =>
  fieldsOf(type)
    .map((field) => {
      const isOwners = fieldAccess[type.name]?.[field.name] === 'owner';
      return selected(field, isOwners ? '__typename' : outsideSelection(getNamedType(field.type)));
    })
    .join(' ');

/** Everything below a type, each type once; `read` takes up the names of what is asked for, as `Type.field`. */
export const wholeSelection = (type: GraphQLNamedOutputType, read: Set<string>, seen = new Set<string>()): string => {
  if (seen.has(type.name)) return '__typename';
  seen.add(type.name);
  return fieldsOf(type)
    .map((field) => {
      read.add(`${type.name}.${field.name}`);
      return selected(field, wholeSelection(getNamedType(field.type), read, seen));
    })
    .join(' ');
};

/** The paths below a type at which fields are the owner's alone, e.g. `event.estimatedCost`. */
export const ownersPaths = (type: GraphQLNamedOutputType): string[] =>
  fieldsOf(type).flatMap((field) =>
    fieldAccess[type.name]?.[field.name] === 'owner'
      ? [field.name]
      : ownersPaths(getNamedType(field.type)).map((path) => `${field.name}.${path}`),
  );

/** The names of the types that are reached from these without a field that is the owner's alone. */
export const reachedFrom = (types: readonly GraphQLNamedOutputType[], reached = new Set<string>()): Set<string> => {
  for (const type of types) {
    if (!isObjectType(type) || reached.has(type.name)) continue;
    reached.add(type.name);
    const open = fieldsOf(type).filter(({ name }) => fieldAccess[type.name]?.[name] !== 'owner');
    reachedFrom(
      open.map((field) => getNamedType(field.type)),
      reached,
    );
  }
  return reached;
};
