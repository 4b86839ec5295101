import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
} from 'graphql';

/** The object types that an object of a type can have. */
export const objectTypes = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [type];

/** The types that a value of a field can have: object types, or its scalar or enum. */
export const typesGiven = (schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): readonly GraphQLNamedType[] => {
  const type = getNamedType(field.type);
  return isCompositeType(type) ? objectTypes(schema, type) : [type];
};
