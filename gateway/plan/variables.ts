import { GraphQLError, type GraphQLSchema, getVariableValues, Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';
import { fieldOfVariable } from '#kit/input-field.ts';

type Coerced = { coerced: Record<string, unknown>; errors?: undefined } | { coerced?: undefined; errors: GraphQLError[] };

/** Each error writes the whole variable down. */
const MOST_ERRORS = 3;
/** Of variables that are within the body's limit, and still more deeply nested than can be gone through. */
export const variablesTooDeep = (): GraphQLError =>
  new GraphQLError('The variables nest too deeply.', { extensions: { code: 'BAD_USER_INPUT' } });

/** GraphQL §6.1.2 CoerceVariableValues by the API schema; errors carry `BAD_USER_INPUT` and where the value stands in `field`. */
export const coerceVariables = (
  { schema, definition }: { schema: GraphQLSchema; definition: OperationDefinitionNode },
  variables: Readonly<Record<string, unknown>>,
): Coerced => {
  const definitions = definition.variableDefinitions ?? [];
  const plain = plainValues(definition, variables);
  if (plain) return { coerced: plain };
  const result = getVariableValues(schema, definitions, variables, { maxErrors: MOST_ERRORS });
  if (result.coerced) return { coerced: result.coerced };
  return { errors: (result.errors ?? []).map(inputError) };
};

/** Of GraphQL's own scalars: the values that are what they are. */
const isPlain = new Map<string, (value: unknown) => boolean>([
  ['ID', (value) => typeof value === 'string'],
  ['String', (value) => typeof value === 'string'],
  ['Boolean', (value) => typeof value === 'boolean'],
]);

type PlainVariable = { name: string; fits: (value: unknown) => boolean };

/** By operation; null for one with a variable of another type. */
const plainVariables = new WeakMap<OperationDefinitionNode, readonly PlainVariable[] | null>();

/** The values when all are given and none has anything to coerce, which looking each type up takes longer to find out; else null. */
const plainValues = (definition: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): Record<string, unknown> | null => {
  const known = plainVariables.get(definition);
  const plain = known === undefined ? plainVariablesOf(definition) : known;
  if (known === undefined) plainVariables.set(definition, plain);
  if (!plain) return null;
  const values: Record<string, unknown> = {};
  for (const { name, fits } of plain) {
    if (!Object.hasOwn(variables, name) || !fits(variables[name])) return null;
    values[name] = variables[name];
  }
  return values;
};

const plainVariablesOf = ({ variableDefinitions = [] }: OperationDefinitionNode): readonly PlainVariable[] | null => {
  const plain = variableDefinitions.map(({ variable, type }) => ({ name: variable.name.value, fits: isPlain.get(scalarOf(type)) }));
  return plain.every((each): each is PlainVariable => each.fits !== undefined) ? plain : null;
};

const scalarOf = (type: TypeNode): string => {
  const nullable = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return nullable.kind === Kind.NAMED_TYPE ? nullable.name.value : '';
};

const inputError = (error: GraphQLError): GraphQLError => {
  // graphql-js hands on whatever was thrown.
  if ((error as Error) instanceof RangeError) return variablesTooDeep();
  const field = fieldOfVariable(error);
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    originalError: error.originalError,
    extensions: { code: 'BAD_USER_INPUT', ...(field === null ? {} : { field }) },
  });
};
