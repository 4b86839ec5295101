import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString, isEnumType } from 'graphql';

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

const builtIn: Readonly<Record<string, (value: unknown) => boolean>> = {
  [GraphQLInt.name]: (value) => Number.isInteger(value) && (value as number) <= MAX_INT && (value as number) >= MIN_INT,
  [GraphQLFloat.name]: (value) => typeof value === 'number' && Number.isFinite(value),
  [GraphQLString.name]: (value) => typeof value === 'string',
  [GraphQLBoolean.name]: (value) => typeof value === 'boolean',
  [GraphQLID.name]: (value) => typeof value === 'string' || Number.isInteger(value),
};

/**
 * Whether a serialised value fits a leaf type of the API schema. Custom scalars take anything; an enum value
 * that clients may not see does not fit.
 */
export const isLeafValue = (type: GraphQLLeafType, value: unknown): boolean => {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  const check = builtIn[type.name];
  return check ? check(value) : true;
};

/** What makes a fitting value what clients get: an ID is always a string (GraphQL §3.5.5), also one that a subgraph gave as a number. */
export const leafCompletion = (type: GraphQLLeafType): ((value: unknown) => unknown) =>
  type.name === GraphQLID.name ? String : (value) => value;
