import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { Data } from '../client.ts';
import { badValues } from './bad-values.ts';

/** A valid call of a mutation with one thing wrong. */
export type Case = {
  /** Where, e.g. `input.store.name`. */
  path: string;
  /** What is wrong there, e.g. `empty`. */
  fault: string;
  variables: Record<string, Data>;
};

type Members = readonly (GraphQLArgument | GraphQLInputField)[];
type Put = (value: Data) => Record<string, Data>;

/** Every bad value at every place of a mutation's arguments and, below them, of their input types. */
export const casesOf = ({ args }: GraphQLField<unknown, unknown>, valid: Record<string, Data>): Case[] =>
  ofMembers(args, valid, [], (variables) => variables);

const ofMembers = (members: Members, valid: Record<string, Data>, above: readonly string[], put: Put): Case[] =>
  members.flatMap(({ name, type }) => {
    if (!(name in valid)) throw new Error(`The valid call lacks ${[...above, name].join('.')}.`);
    const { [name]: base, ...rest } = valid;
    const path = [...above, name];
    const putHere: Put = (value) => put({ ...valid, [name]: value });
    return [{ path: path.join('.'), fault: 'missing', variables: put(rest) }, ...ofValue(name, type, base, path, putHere)];
  });

const ofValue = (field: string, type: GraphQLInputType, base: Data, path: readonly string[], put: Put): Case[] => {
  const faults = Object.entries({ null: null, ...badValues(field, type, base) });
  const here = faults.map(([fault, value]) => ({ path: path.join('.'), fault, variables: put(value) }));
  const nullable = getNullableType(type);
  if (isInputObjectType(nullable)) return [...here, ...ofMembers(Object.values(nullable.getFields()), base, path, put)];
  if (isListType(nullable)) return [...here, ...ofValue(field, nullable.ofType, base[0], [...path, '0'], (value) => put([value]))];
  return here;
};
