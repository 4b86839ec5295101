import { type GraphQLArgument, type GraphQLField, GraphQLID, type GraphQLInputField, getNamedType, isInputObjectType } from 'graphql';
import type { Data } from './client.ts';

/** The places of the ids that a field takes, e.g. `input.draftId`. */
export const idsOf = ({ args }: GraphQLField<unknown, unknown>): string[] => idPlaces(args, []);

const idPlaces = (members: readonly (GraphQLArgument | GraphQLInputField)[], above: readonly string[]): string[] =>
  members.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    if (isInputObjectType(named)) return idPlaces(Object.values(named.getFields()), [...above, name]);
    return named.name === GraphQLID.name ? [[...above, name].join('.')] : [];
  });

/** The variables with another value at a place. */
export const withValue = (variables: Record<string, Data>, place: string, value: Data): Record<string, Data> => {
  const [name = '', ...below] = place.split('.');
  return { ...variables, [name]: below.length === 0 ? value : withValue(variables[name], below.join('.'), value) };
};
